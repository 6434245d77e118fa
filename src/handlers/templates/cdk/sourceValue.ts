import { posix } from 'node:path'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Span } from '#common/span.ts'
import { staticName } from '../../javascript/moduleBindings.ts'
import { projectFolder } from '../projectPath.ts'
import type { Plain } from '../templateNode.ts'
import type { ScopedNode, SourceScope } from './sourceScope.ts'

/** A value that is known without running the app. */
export interface SourceValue {
  readonly value: Plain
  /** Where a literal stands that decides it alone; absent when it is put together of several. */
  readonly place?: { readonly file: string; readonly span: Span }
  /** Whether the literal stands elsewhere, in a constant that others may use. */
  readonly isShared: boolean
}

/** What is left of the work that one value is worth: names that refer to each other could go on for ever. */
export interface Steps {
  left: number
}

export const mostSteps = 2000
const longestChain = 60

/** The value of an expression; undefined where it is known only when the app runs. */
export function valueOf(
  start: TSESTree.Node,
  usedIn: SourceScope,
  steps: Steps = { left: mostSteps },
): SourceValue | undefined {
  const { node, scope, isShared } = unwrapped(start, usedIn)
  if (steps.left-- <= 0) return
  const inner = (part: TSESTree.Node | undefined) => part && valueOf(part, scope, steps)?.value
  const made = (value: Plain | undefined): SourceValue | undefined =>
    value === undefined ? undefined : { value, isShared }
  const { start: from, end } = spanOf(node)
  const span = { start: from - scope.shift, end: end - scope.shift }
  const literal = (value: Plain) => ({ value, place: { file: scope.file, span }, isShared })
  switch (node.type) {
    case 'Literal': {
      const { value } = node
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return
      return literal(value)
    }
    case 'TemplateLiteral': {
      if (node.quasis.length === 1) return literal(node.quasis[0]?.value.cooked ?? '')
      const values = node.expressions.map(inner)
      if (values.includes(undefined)) return
      return made(node.quasis.map(({ value }, index) => `${value.cooked}${values[index] ?? ''}`).join(''))
    }
    case 'BinaryExpression':
      return made(operated(node.operator, inner(node.left), inner(node.right)))
    case 'Identifier':
      return node.name === '__dirname' ? made(folderOf(scope)) : undefined
    case 'MemberExpression':
      return made(ofModule(scope.text.slice(...node.range), scope) ?? ofProduct(node, scope))
    case 'CallExpression': {
      const [first] = node.arguments
      if (scope.text.slice(...node.callee.range) === 'process.cwd') return made('.')
      const name = scope.importedName(node.callee)
      if (name === 'core.Duration.seconds' && first) {
        const seconds = valueOf(first, scope, steps)
        return seconds && { ...seconds, isShared: isShared || seconds.isShared }
      }
      return name === undefined ? undefined : made(called(name, node.arguments.map(inner)))
    }
    case 'NewExpression': {
      const [first, second] = node.arguments
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL' && inner(second) === fileOf(scope)
      const path = isUrl ? inner(first) : undefined
      if (path !== undefined) return made(posix.join(folderOf(scope), String(path)))
      // A runtime, or an architecture, under a name that the library does not know yet.
      return /^aws-lambda\.(Runtime|Architecture)$/.test(scope.importedName(node.callee) ?? '')
        ? made(inner(first))
        : undefined
    }
    default:
      return
  }
}

/** Goes through constants, also those of other files, and what only TypeScript sees. */
export function unwrapped(
  start: TSESTree.Node,
  usedIn: SourceScope,
  steps: Steps = { left: longestChain },
): ScopedNode & { readonly isShared: boolean } {
  let at: ScopedNode = { node: start, scope: usedIn }
  let isShared = false
  while (steps.left-- > 0) {
    const { node, scope } = at
    if (
      node.type === 'TSAsExpression' ||
      node.type === 'TSSatisfiesExpression' ||
      node.type === 'TSNonNullExpression'
    ) {
      at = { node: node.expression, scope }
    } else {
      const constant = node.type === 'Identifier' ? scope.constant(node.name) : memberOf(node, scope, steps)
      if (!constant) break
      at = constant
      isShared = true
    }
  }
  return { ...at, isShared }
}

/** `settings.memory`, where the settings are a constant object or a file of the app. */
function memberOf(node: TSESTree.Node, scope: SourceScope, steps: Steps): ScopedNode | undefined {
  if (node.type !== 'MemberExpression') return
  const name = staticName(node.property, node.computed)
  if (name === undefined) return
  if (node.object.type === 'ThisExpression') return scope.constant(`this.${name}`)
  if (node.object.type === 'Identifier') {
    const inModule = scope.memberOfModule(node.object.name, name)
    if (inModule) return inModule
  }
  const object = unwrapped(node.object, scope, steps)
  if (object.node.type !== 'ObjectExpression') return
  const property = object.node.properties.findLast(
    one => one.type === 'SpreadElement' || staticName(one.key, one.computed) === name,
  )
  return property?.type === 'Property' ? { node: property.value, scope: object.scope } : undefined
}

export function spanOf({ range: [start, end] }: TSESTree.Node): Span {
  return { start, end }
}

function folderOf({ file }: SourceScope): string {
  return posix.join(projectFolder, posix.dirname(file))
}

function fileOf({ file }: SourceScope): string {
  return posix.join(projectFolder, file)
}

function ofModule(text: string, scope: SourceScope): string | undefined {
  if (text === 'import.meta.dirname') return folderOf(scope)
  return text === 'import.meta.url' || text === 'import.meta.filename' ? fileOf(scope) : undefined
}

/** `Runtime.NODEJS_22_X` → `nodejs22.x`, `Runtime.PYTHON_3_13` → `python3.13`, `Architecture.ARM_64` → `arm64`. */
function ofProduct(node: TSESTree.MemberExpression, scope: SourceScope): string | undefined {
  const [, type, member] = /^aws-lambda\.(Runtime|Architecture)\.(\w+)$/.exec(scope.importedName(node) ?? '') ?? []
  return type === undefined || member === undefined ? undefined : productName(type, member)
}

export function productName(type: string, member: string): string | undefined {
  if (type === 'Architecture') return { ARM_64: 'arm64', X86_64: 'x86_64' }[member]
  const name = member.toLowerCase()
  const [, language, version = ''] = /^(nodejs|python|java|dotnet|ruby|provided|go)_?(\w*)$/.exec(name) ?? []
  // Which runtime the latest is depends on the region and on the version of the library.
  if (language === undefined || version.includes('latest')) return
  if (language === 'provided') return version === '' ? 'provided' : `provided.${version}`
  return (
    language +
    version
      .replace(/_corretto$/, '')
      .replace(/^_/, '')
      .replaceAll('_', '.')
  )
}

function operated(operator: string, left: Plain | undefined, right: Plain | undefined): Plain | undefined {
  if (left === undefined || right === undefined) return
  if (typeof left === 'number' && typeof right === 'number') {
    if (operator === '*') return left * right
    if (operator === '+') return left + right
  }
  return operator === '+' ? String(left) + String(right) : undefined
}

const secondsIn: Readonly<Record<string, number>> = { millis: 0.001, minutes: 60, hours: 3600, days: 86_400 }

const megabytesIn: Readonly<Record<string, number>> = { mebibytes: 1, gibibytes: 1024 }

/** Functions of the library and of Node.js that make durations, sizes and paths. */
export function called(name: string, values: readonly (Plain | undefined)[]): Plain | undefined {
  const [first] = values
  const unit = secondsIn[/^core\.Duration\.(\w+)$/.exec(name)?.[1] ?? '']
  if (unit !== undefined) return typeof first === 'number' ? first * unit : undefined
  const size = megabytesIn[/^core\.Size\.(\w+)$/.exec(name)?.[1] ?? '']
  if (size !== undefined) return typeof first === 'number' ? first * size : undefined
  if (!values.every(value => typeof value === 'string')) return
  switch (name) {
    case 'path.join':
    case 'path.posix.join':
      return posix.join(...values)
    case 'path.resolve':
    case 'path.posix.resolve': {
      // Without an absolute part it starts from the folder in which the app runs, as any relative path does.
      const from = values.findLastIndex(value => posix.isAbsolute(value))
      return posix.join(...values.slice(Math.max(from, 0)))
    }
    case 'os.getcwd':
      return '.'
    case 'path.dirname':
      return typeof first === 'string' ? posix.dirname(first) : undefined
    case 'path.normalize':
    case 'url.fileURLToPath':
      return first
    default:
      return
  }
}

export function text(value: Plain | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function wholeNumber(value: Plain | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}
