import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { freshName } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { type TextEdit, withoutCovered } from '#syntax/textEdit.ts'
import { changedEnvironment } from '../analysis/changedEnvironment.ts'
import { isMovable } from '../analysis/declaredValue.ts'
import type { PerCallPlace } from '../analysis/handlerCode.ts'
import { wrapped } from '../analysis/members.ts'
import { namesAreDynamic, placeBehind, runsAbove } from '../analysis/modulePlace.ts'
import { moveObjection } from '../analysis/moveObjection.ts'
import type { StableValue } from '../analysis/stableValue.ts'
import { moveToModule } from '../clients/hoistEdits.ts'
import type { BuiltValue } from './builtValue.ts'
import { isOnlyRead } from './readOnlyUse.ts'

/** Edits after which a value is made once, or why there are none. */
export type Keeping = { readonly edits: readonly TextEdit[] } | { readonly why: string }

interface Question {
  readonly value: StableValue
  readonly place: PerCallPlace
  readonly code: SourceCode
}

/** Moves what is built to the top of the file, with the constants that it needs. */
export function buildOnce(built: BuiltValue, question: Question): Keeping {
  const { value, place, code } = question
  const { node } = built
  const declarator = wrapped(node).parent
  const own = declarator?.type === 'VariableDeclarator' ? plainVariable(declarator, code) : undefined
  if (own === 'other') return { why: 'It is declared in a way that cannot be moved.' }
  if (place.caught) return { why: 'It is made inside a try that handles its failure.' }
  const why = objectionTo(question) ?? moveObjection([...value.locals, ...(own ? [own] : [])], node, code)
  if (why !== undefined) return { why }
  if (own?.references.some(reference => reference.isWrite() && !reference.init)) {
    return { why: `“${own.name}” is assigned again.` }
  }
  if (built.isMutable && !isOnlyRead(node, code)) {
    return { why: 'It is changed, or goes to where it may be: calls would see what others made of it.' }
  }
  const behind = placeBehind(place.called.node, value.moduleVariables, code)
  if (!behind) return { why: 'The file has no imports below which it could stand.' }
  if (runsAbove(behind, place, code)) return { why: 'The file calls the function while it is loaded.' }
  const move = own
    ? { variables: [...value.locals, own], behind }
    : { variables: value.locals, expression: { node, name: freshName(built.kind, code) }, behind }
  return { edits: withoutCovered(moveToModule(move, code).edits) }
}

/** What stands against keeping any value, however it is kept. */
export function objectionTo({ value, place, code }: Question): string | undefined {
  if (place.called.role === 'middleware') return 'It is made in middleware, which other handlers may share.'
  if (namesAreDynamic(code)) return 'The file uses eval or with, which find names at run time.'
  return value.readsEnvironment ? changedEnvironment(place, code) : undefined
}

/** The variable that is declared with a value; `other` where it is taken apart there or cannot go elsewhere. */
function plainVariable(declarator: TSESTree.VariableDeclarator, code: SourceCode): Variable | 'other' | undefined {
  // What is taken out of it stays where it is: `const { a } = value`.
  if (declarator.id.type !== 'Identifier') return
  if (!isMovable(declarator, code)) return 'other'
  return code.scopeManager?.getDeclaredVariables(declarator)[0] ?? 'other'
}
