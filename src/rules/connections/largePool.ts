import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { HandlerCode } from '../analysis/handlerCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { wrapped } from '../analysis/members.ts'
import { functionAround } from '../analysis/pathToFunction.ts'

/** The settings that lead to a pool's size, by what makes it. */
const pools: readonly (readonly [module: RegExp, path: RegExp, setting: readonly string[]])[] = [
  [/^pg$/, /^Pool$/, ['max']],
  [/^pg-pool$/, /^$/, ['max']],
  [/^mysql2?(\/promise)?$/, /^createPool$/, ['connectionLimit']],
  [/^mongodb$/, /^MongoClient$/, ['maxPoolSize']],
  [/^knex$/, /^(knex)?$/, ['pool', 'max']],
  [/^sequelize$/, /^(Sequelize)?$/, ['pool', 'max']],
]

/** A pool of more connections than are ever used at once. */
export interface LargePool {
  /** The property that says so. */
  readonly node: TSESTree.Node
  readonly size: number
}

/**
 * The size of a pool where all its uses run in calls, one query after the other, in files that run nothing in parallel;
 * undefined wherever that is not certain.
 */
export function largePool(
  node: TSESTree.NewExpression | TSESTree.CallExpression,
  calls: HandlerCode,
  code: SourceCode,
): LargePool | undefined {
  const imported = importedName(node.callee, code)
  const setting =
    imported && pools.find(([module, path]) => module.test(imported.module) && path.test(imported.path.join('.')))?.[2]
  const size = setting && sizeIn(node.arguments, setting)
  if (!size || size.size < 2) return
  const declarator = wrapped(node).parent
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return
  if (declarator.parent.parent.type === 'ExportNamedDeclaration' || runsInParallel(code)) return
  const [variable] = code.scopeManager?.getDeclaredVariables(declarator) ?? []
  const uses = variable?.references.filter(({ init }) => !init) ?? []
  if (!variable || isReassigned(variable) || uses.length === 0) return
  return uses.every(({ identifier }) => isOneAfterAnother(identifier, calls)) ? size : undefined
}

function sizeIn(nodes: readonly TSESTree.Node[], [first, ...below]: readonly string[]): LargePool | undefined {
  for (const node of nodes) {
    if (node.type !== 'ObjectExpression') continue
    for (const property of node.properties) {
      if (property.type !== 'Property' || staticName(property.key, property.computed) !== first) continue
      if (below.length > 0) return sizeIn([property.value], below)
      const size = property.value.type === 'Literal' ? property.value.value : undefined
      return typeof size === 'number' ? { node: property, size } : undefined
    }
  }
  return
}

function runsInParallel({ text }: SourceCode): boolean {
  return /\bPromise\s*\.\s*(all|allSettled|any|race)\b|\b(p-map|p-limit|bluebird|async\/|Worker)\b/.test(text)
}

/** `await pool.query(…)` in a call, and not in the callback of `map` and its like. */
function isOneAfterAnother(use: TSESTree.Node, calls: HandlerCode): boolean {
  let query = use
  while (query.parent?.type === 'MemberExpression' || query.parent?.type === 'CallExpression') {
    if (query.parent.type === 'CallExpression' && query.parent.callee !== query) return false
    query = query.parent
  }
  const isWaitedFor = query.parent?.type === 'AwaitExpression' || query.parent?.type === 'ReturnStatement'
  return isWaitedFor && calls.placeOf(use)?.called.node === functionAround(use)
}
