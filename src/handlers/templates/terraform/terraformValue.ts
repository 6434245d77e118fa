import { posix } from 'node:path'
import type { Span } from '#common/span.ts'
import { attributeOf, type HclBody, type HclExpression } from './hclNode.ts'
import type { ModuleInstance } from './moduleInstance.ts'
import { asTruth, operated } from './hclLogic.ts'
import { type Argument, called } from './terraformFunctions.ts'
import { projectFolder } from '../projectPath.ts'
import type { Plain } from '../templateNode.ts'

/** An expression where it stands, and what it may refer to there. */
export interface TerraformValue {
  readonly expression: HclExpression
  readonly file: string
  readonly instance: ModuleInstance
  /** Whether other things may use it too: a local value, a variable's default. */
  readonly isShared: boolean
  /** Whether it comes from the call of the module. */
  readonly isPassed: boolean
}

/** A value that is known before deployment; null says that it is not set. */
export interface ResolvedValue {
  readonly value: Plain | null
  /** Where the literal stands that decides it alone; absent when it is put together of several. */
  readonly place?: { readonly file: string; readonly span: Span }
  readonly isShared: boolean
  readonly isPassed: boolean
}

/** What is left of the work that one value is worth: names that refer to each other could go on for ever. */
interface Steps {
  left: number
}

const most = 2000

/** Goes through references. Gives the last one where what it refers to is not known. */
export function follow(value: TerraformValue, steps: Steps = { left: most }): TerraformValue {
  const { expression } = value
  if (steps.left-- <= 0) return unknown(value)
  if (
    expression.kind === 'call' &&
    /^(toset|tolist|tomap|tostring|tonumber|sensitive|nonsensitive)$/.test(expression.name)
  ) {
    const [argument] = expression.arguments
    return argument ? follow({ ...value, expression: argument }, steps) : value
  }
  if (expression.kind !== 'reference') return value
  const [root, name, ...keys] = expression.path
  let at = root === 'path' ? pathLiteral(name, value) : declared(root, name, value)
  for (const key of keys) {
    const inner = at && follow(at, steps)
    const part = inner && key !== null ? elementOf(inner.expression, key) : undefined
    at = part && inner && { ...inner, expression: part }
  }
  return at ? follow(at, steps) : value
}

function declared(
  root: string | null | undefined,
  name: string | null | undefined,
  value: TerraformValue,
): TerraformValue | undefined {
  const { instance } = value
  if (name === null || name === undefined) return
  if (root === 'local') {
    const local = instance.folder.locals.get(name)
    return local && { ...value, ...local, isShared: true }
  }
  if (root !== 'var') return
  const passed = instance.caller && attributeOf(instance.caller.call.block.body, name)
  if (passed && instance.caller) {
    const { call, instance: callersInstance } = instance.caller
    return { expression: passed, file: call.file, instance: callersInstance, isShared: value.isShared, isPassed: true }
  }
  const fallback = instance.folder.variables.get(name)
  return fallback && { ...value, ...fallback, isShared: true }
}

function pathLiteral(name: string | null | undefined, value: TerraformValue): TerraformValue {
  const { folder, rootPath } = value.instance
  const path = posix.join(projectFolder, name === 'module' ? folder.path : rootPath)
  return { ...value, expression: { kind: 'template', parts: [path], span: value.expression.span } }
}

function elementOf(expression: HclExpression, key: string): HclExpression | undefined {
  if (expression.kind === 'object') return attributeOf(expression, key)
  return expression.kind === 'list' ? expression.items[Number(key)] : undefined
}

function unknown(value: TerraformValue): TerraformValue {
  return { ...value, expression: { kind: 'opaque', span: value.expression.span } }
}

/** An attribute of a body of the same file and module as `at`; undefined where it is not said. */
export function valueIn(body: HclBody, name: string, at: TerraformValue): TerraformValue | undefined {
  const expression: HclExpression | undefined = attributeOf(body, name)
  if (!expression) return
  const value = { ...at, expression }
  const known = follow(value).expression
  // Null is as good as not said, and so is an empty text for the module.
  return known.kind === 'literal' && (known.value === null || known.value === '') ? undefined : value
}

/** Undefined where it is known only when it is deployed. */
export function resolve(start: TerraformValue, steps: Steps = { left: most }): ResolvedValue | undefined {
  const value = follow(start, steps)
  const { expression, file, isShared, isPassed } = value
  const inner = (part: HclExpression) => resolve({ ...value, expression: part }, steps)?.value
  switch (expression.kind) {
    case 'literal':
      return { value: expression.value, place: { file, span: expression.span }, isShared, isPassed }
    case 'template': {
      const texts = expression.parts.map(part => (typeof part === 'string' ? part : inner(part)))
      return texts.includes(undefined) || texts.includes(null)
        ? undefined
        : { value: texts.join(''), isShared, isPassed }
    }
    case 'call': {
      const { name, arguments: parts } = expression
      const result =
        name === 'try'
          ? firstKnown(parts, value, steps)
          : called(
              name,
              parts.map(part => listed(part, value, steps) ?? inner(part)),
            )
      return result === undefined ? undefined : { value: result, isShared, isPassed }
    }
    case 'operation': {
      const result = operated(expression, inner)
      return result === undefined ? undefined : { value: result, isShared, isPassed }
    }
    case 'conditional': {
      const chosen = chosenBranch(value, steps)
      const resolved = chosen && resolve(chosen, steps)
      // Under other conditions it is the other branch: the one literal does not decide it.
      return resolved && { value: resolved.value, isShared, isPassed }
    }
    default:
      return
  }
}

/** What `try` gives: a part fails that surely is not there. */
function firstKnown(parts: readonly HclExpression[], value: TerraformValue, steps: Steps): Plain | null | undefined {
  for (const part of parts) {
    const tried = follow({ ...value, expression: part }, steps)
    const resolved = resolve(tried, steps)
    if (resolved) return resolved.value
    const [root, name] = tried.expression.kind === 'reference' ? tried.expression.path : []
    if (!declared(root, name, tried)) return
  }
  return
}

/** The branch that a condition chooses by what is known before deployment, defaults of variables too. */
function chosenBranch(value: TerraformValue, steps: Steps): TerraformValue | undefined {
  const { expression } = value
  if (expression.kind !== 'conditional' || !expression.condition) return
  const decided = asTruth(resolve({ ...value, expression: expression.condition }, steps)?.value)
  if (decided === undefined) return
  const branch = expression.branches[decided ? 0 : 1]
  return branch && { ...value, expression: branch }
}

function listed(part: HclExpression, value: TerraformValue, steps: Steps): Argument {
  const list = follow({ ...value, expression: part }, steps)
  if (list.expression.kind !== 'list') return
  return list.expression.items.map(item => resolve({ ...list, expression: item }, steps)?.value)
}
