import { posix } from 'node:path'
import type { Span } from '#common/span.ts'
import { attributeOf, type HclBody, type HclExpression } from './hclNode.ts'
import type { ModuleInstance } from './moduleInstance.ts'
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
      const result = called(
        expression.name,
        expression.arguments.map(part => listed(part, value, steps) ?? inner(part)),
      )
      return result === undefined ? undefined : { value: result, isShared, isPassed }
    }
    default:
      return
  }
}

type Argument = Plain | null | undefined | readonly (Plain | null | undefined)[]

function listed(part: HclExpression, value: TerraformValue, steps: Steps): Argument {
  const list = follow({ ...value, expression: part }, steps)
  if (list.expression.kind !== 'list') return
  return list.expression.items.map(item => resolve({ ...list, expression: item }, steps)?.value)
}

/** Those functions of Terraform that make names and paths. */
function called(name: string, [first, second, ...rest]: readonly Argument[]): Plain | null | undefined {
  if (name === 'join' && Array.isArray(second)) {
    return second.every(part => typeof part === 'string') ? second.join(String(first)) : undefined
  }
  if (name === 'coalesce') {
    const all = [first, second, ...rest]
    const known = all.findIndex(argument => argument !== null && argument !== '')
    const chosen = all[known]
    return typeof chosen === 'object' ? undefined : chosen
  }
  if (name === 'format' && typeof first === 'string') return formatted(first, [second, ...rest])
  if (typeof first !== 'string') return
  switch (name) {
    case 'lower':
      return first.toLowerCase()
    case 'upper':
      return first.toUpperCase()
    case 'title':
      return first.replace(/\b\p{Ll}/gu, letter => letter.toUpperCase())
    case 'trimspace':
      return first.trim()
    case 'basename':
      return posix.basename(first)
    case 'dirname':
      return posix.dirname(first)
    case 'abspath':
    case 'pathexpand':
      return first
    case 'replace':
      return typeof second === 'string' && typeof rest[0] === 'string' && !/^\/.*\/$/.test(second)
        ? first.replaceAll(second, rest[0])
        : undefined
    default:
      return
  }
}

function formatted(pattern: string, values: readonly Argument[]): string | undefined {
  let next = 0
  let known = true
  const text = pattern.replace(/%(?:%|[sdv]|[^%])/g, verb => {
    if (verb === '%%') return '%'
    const value = values[next++]
    if (!/%[sdv]/.test(verb) || value === undefined || value === null || typeof value === 'object') known = false
    return String(value)
  })
  return known ? text : undefined
}
