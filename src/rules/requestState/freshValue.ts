import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isGlobal } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { unwrapped } from '../analysis/members.ts'

/** What differs each time it is asked for. */
export type FreshKind = 'time' | 'random'

const makers: readonly (readonly [module: RegExp, path: RegExp, kind: FreshKind])[] = [
  [/^(moment|moment-timezone|dayjs)$/, /^(utc)?$/, 'time'],
  [/^luxon$/, /^DateTime\.(now|utc|local)$/, 'time'],
  [/^(perf_hooks)$/, /^performance\.now$/, 'time'],
  [/^crypto$/, /^(webcrypto\.)?randomUUID$/, 'random'],
  [/^uuid$/, /^v[1-7]$/, 'random'],
  [/^uuid\/v[1-7]$/, /^$/, 'random'],
  [/^(nanoid|ulid|ksuid|cuid|@paralleldrive\/cuid2)$/, /^(nanoid|ulid|createId|random|randomSync)?$/, 'random'],
]

/** Whether an expression is the time or something random, or made of that by arithmetic and formatting. */
export function freshKind(expression: TSESTree.Node, code: SourceCode): FreshKind | undefined {
  const node = unwrapped(expression)
  switch (node.type) {
    case 'NewExpression':
      return isGlobal(node.callee, 'Date', code) && node.arguments.length === 0 ? 'time' : undefined
    case 'CallExpression':
      return ofCall(node, code)
    case 'BinaryExpression':
      return /^[-+*/%]$/.test(node.operator) ? firstOf([node.left, node.right], code) : undefined
    case 'TemplateLiteral':
      return firstOf(node.expressions, code)
    default:
      return
  }
}

function firstOf(nodes: readonly TSESTree.Node[], code: SourceCode): FreshKind | undefined {
  for (const node of nodes) {
    const kind = freshKind(node, code)
    if (kind) return kind
  }
  return
}

function ofCall({ callee, arguments: args }: TSESTree.CallExpression, code: SourceCode): FreshKind | undefined {
  const imported = importedName(callee, code)
  if (imported) {
    if (/^(moment|dayjs)/.test(imported.module) && args.length > 0) return
    return makers.find(([module, path]) => module.test(imported.module) && path.test(imported.path.join('.')))?.[2]
  }
  if (callee.type === 'Identifier') {
    return isGlobal(callee, 'String', code) || isGlobal(callee, 'Number', code) ? firstOf(args, code) : undefined
  }
  if (callee.type !== 'MemberExpression') return
  const name = staticName(callee.property, callee.computed)
  const own = globalCalls.find(([object, method]) => isGlobal(callee.object, object, code) && method === name)
  if (own) return own[2]
  if (isGlobal(callee.object, 'Math', code)) return firstOf(args, code)
  // `new Date().toISOString()`
  return freshKind(callee.object, code)
}

const globalCalls: readonly (readonly [object: string, method: string, kind: FreshKind])[] = [
  ['Date', 'now', 'time'],
  ['performance', 'now', 'time'],
  ['process', 'hrtime', 'time'],
  ['Math', 'random', 'random'],
  ['crypto', 'randomUUID', 'random'],
]
