import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { freshName, resolve } from '#syntax/javascript/names.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { type TextEdit, withoutCovered } from '#syntax/textEdit.ts'
import { isMovable } from '../analysis/declaredValue.ts'
import { changedEnvironment } from '../analysis/changedEnvironment.ts'
import { definitionsOf, type PerCallPlace } from '../analysis/handlerCode.ts'
import { isAfterLoading, namesAreDynamic, placeBehind, runsAbove } from '../analysis/modulePlace.ts'
import { moveObjection } from '../analysis/moveObjection.ts'
import { type StableValue, stableValue, type UnstableValue } from '../analysis/stableValue.ts'
import { clientUses, type ClientUses, usesInPlace } from './clientUses.ts'
import { clientVariableName } from './clientVariableName.ts'
import { credentialKey } from './credentials.ts'
import { eventLoopEdits } from './eventLoop.ts'
import { moveToModule } from './hoistEdits.ts'
import { isClientMaking, type MadeClient } from './madeClient.ts'
import { sdkSettingWrites } from './sdkSettings.ts'

/** How a client can be made once for all calls, or why it cannot. */
export type HoistPlan =
  | {
      readonly edit: 'fix' | 'suggestion'
      readonly name: string
      /** Methods whose calls go. */
      readonly removed: readonly string[]
      readonly edits: readonly TextEdit[]
    }
  | { readonly whyNoFix: string }

interface Question {
  readonly client: MadeClient
  readonly place: PerCallPlace
  readonly code: SourceCode
}

/** Facts first: the first objection ends the search, and only without one edits are written. */
export function hoistPlan(question: Question): HoistPlan {
  const { client, place, code } = question
  const value = stableArguments(question)
  const whyNoFix = 'why' in value ? value.why : objectionTo(question, value)
  if ('why' in value || whyNoFix !== undefined) return { whyNoFix: whyNoFix ?? '' }
  const { kind, node, declared } = client
  const wanted = declared?.variable.name ?? clientVariableName(client.label)
  const uses = declared ? clientUses(declared.variable, kind, code) : usesInPlace(node, wanted, kind, code)
  if ('why' in uses) return { whyNoFix: uses.why }
  const waiting = uses.closings.length > 0 ? eventLoopEdits(place, code) : []
  if ('why' in waiting) return { whyNoFix: waiting.why }
  const behind = placeBehind(place.called.node, value.moduleVariables, code)
  if (!behind) return { whyNoFix: 'The file has no imports below which it could stand.' }
  if (runsAbove(behind, place, code)) return { whyNoFix: 'The file calls the function while it is loaded.' }
  const move = declared
    ? { variables: [...value.locals, declared.variable], behind }
    : { variables: value.locals, expression: { node, name: freshName(wanted, code) }, behind }
  const { edits, names } = moveToModule(move, code)
  return {
    edit: kind.edit === 'fix' && !place.branch ? 'fix' : 'suggestion',
    name: wanted,
    removed: uses.closings.length > 0 ? (kind.closing ?? []) : [],
    edits: withoutCovered([...edits, ...useEdits(uses, question, names), ...waiting]),
  }
}

function stableArguments({ client: { node, kind }, place, code }: Question): StableValue | UnstableValue {
  if (place.called.role === 'middleware') return { why: 'It is made in middleware, which other handlers may share.' }
  if (kind.why !== undefined) return { why: kind.why }
  return stableValue(node, {
    code,
    called: place.called,
    isPure: call => call === node || isClientMaking(call, code),
  })
}

/** What speaks against it, the arguments being the same in every call. */
function objectionTo(question: Question, value: StableValue): string | undefined {
  const { client, place, code } = question
  const { group } = client.kind
  const key =
    group === 'database' || group === 'api'
      ? undefined
      : credentialKey(client.node.arguments, [...value.locals, ...value.moduleVariables], code)
  if (key !== undefined) {
    return `It is given credentials or a token (${key}), and one caller’s client must never serve another.`
  }
  if (namesAreDynamic(code)) return 'The file uses eval or with, which find names at run time.'
  if (place.caught) return 'It is made inside a try that handles its failure.'
  if (group === 'database' && definitionsOf(place).some(({ snapStart }) => snapStart === true)) {
    return 'The function has SnapStart: connections made before the snapshot are dead after it.'
  }
  return environmentObjection(question, value) ?? settingsObjection(question) ?? placeObjection(question, value)
}

function environmentObjection({ client, place, code }: Question, value: StableValue): string | undefined {
  // SDK clients find region and credentials in the environment by themselves.
  if (!value.readsEnvironment && !client.kind.group.startsWith('sdk')) return
  return changedEnvironment(place, code)
}

function settingsObjection({ client, place, code }: Question): string | undefined {
  if (client.kind.group !== 'sdk-v2') return
  const isSetUp = sdkSettingWrites(code).some(node => isAfterLoading(node, place, code))
  return isSetUp ? 'AWS.config, which it copies, is changed while the function runs.' : undefined
}

function placeObjection({ client, code }: Question, { locals }: StableValue): string | undefined {
  const { declared, node, kind } = client
  const own = declared?.variable
  const all: readonly Variable[] = own ? [...locals, own] : locals
  if (declared && !isMovable(declared.declarator, code) && !isDisposed(client)) {
    return `“${declared.variable.name}” is declared in a way that cannot be moved.`
  }
  if (isDisposed(client) && kind.edit === 'fix') return `“${own?.name}” is closed at the end of its block (using).`
  return moveObjection(all, node, code)
}

/** Declared by `using`, of a kind whose disposal may go. */
function isDisposed({ declared }: MadeClient): boolean {
  const kind = declared?.declarator.parent.kind
  return kind === 'using' || kind === 'await using'
}

function useEdits(
  { closings, openings }: Exclude<ClientUses, { why: string }>,
  { client: { kind, declared }, code }: Question,
  names: ReadonlyMap<Variable, string>,
): readonly TextEdit[] {
  const opened = openings.map(statement => {
    const object = openedObject(statement)
    const isOwn = object !== undefined && resolve(object, code) === declared?.variable
    const name = isOwn && declared ? names.get(declared.variable) : object && code.getText(object)
    const [start] = statement.range
    return { start, end: start, newText: `if (!${name}.${kind.opening?.done}) ` }
  })
  return [...closings.map(statement => removeStatement(statement, code)), ...opened]
}

function openedObject({ expression }: TSESTree.ExpressionStatement): TSESTree.Node | undefined {
  const call = expression.type === 'AwaitExpression' ? expression.argument : expression
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee.object : undefined
}
