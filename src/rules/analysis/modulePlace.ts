import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { isImport } from '#syntax/javascript/insertStatement.ts'
import { descendants, nodesOf, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { functionNamed, type PerCallPlace } from './handlerCode.ts'
import { mentions } from './mentions.ts'
import { functionAround, isFunction } from './pathToFunction.ts'

/** The statement of the file's top level that holds a node. */
function topStatement(node: TSESTree.Node, { ast }: SourceCode): TSESTree.ProgramStatement | undefined {
  return ast.body.find(({ range }) => range[0] <= node.range[0] && node.range[1] <= range[1])
}

/**
 * The statement behind which a value can be made at the top of the file instead of in `from`: below imports, the
 * variables that it reads, and whatever runs above the function and may have an effect.
 */
export function placeBehind(
  from: TSESTree.Node,
  reads: readonly Variable[],
  code: SourceCode,
): TSESTree.ProgramStatement | undefined {
  const { body } = code.ast
  const user = topStatement(from, code)
  const before = user ? body.slice(0, body.indexOf(user)) : []
  const needed = reads.flatMap(({ defs: [definition] }) => {
    const isHoisted = !definition || definition.node.type === 'FunctionDeclaration'
    return isHoisted ? [] : (topStatement(definition.name, code) ?? [])
  })
  const all = [...before.filter(statement => isImport(statement) || loadingOf(code).effects.has(statement)), ...needed]
  return all.toSorted((a, b) => a.range[0] - b.range[0]).at(-1)
}

/** Whether statements down to one of the top level call a function of calls, before what stands below is there. */
export function runsAbove({ range }: TSESTree.Node, { called }: PerCallPlace, code: SourceCode): boolean {
  const functions = [called.node, ...called.handlers.map(({ node }) => node)]
  return loadingOf(code).calls.some(
    ({ statement, target }) => statement.range[1] <= range[1] && functions.includes(target),
  )
}

/** What a file's statements do while it is loaded. */
interface Loading {
  /** Of functions of the file, by their names. */
  readonly calls: readonly { readonly statement: TSESTree.Node; readonly target: FunctionNode }[]
  /** Statements that do more than declare and export functions and values. */
  readonly effects: ReadonlySet<TSESTree.Node>
}

const known = new WeakMap<TSESTree.Node, Loading>()

function loadingOf(code: SourceCode): Loading {
  const found = known.get(code.ast)
  if (found) return found
  const calls: { readonly statement: TSESTree.Node; readonly target: FunctionNode }[] = []
  const effects = new Set<TSESTree.Node>()
  for (const statement of code.ast.body) {
    const isExport = statement.type === 'ExpressionStatement' && isExportOfFunction(statement.expression)
    for (const node of descendants(statement, code, below => !isFunction(below))) {
      if (!isExport && isEffect(node)) effects.add(statement)
      const callee = node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee : undefined
      const target = callee && functionNamed(callee, code)
      if (target) calls.push({ statement, target })
    }
  }
  const made = { calls, effects }
  known.set(code.ast, made)
  return made
}

function isEffect({ type }: TSESTree.Node): boolean {
  return type === 'CallExpression' || type === 'AwaitExpression' || type === 'AssignmentExpression'
}

/** Whether a place runs in calls, or only after the file's statements above the function. */
export function isAfterLoading(node: TSESTree.Node, { called }: PerCallPlace, code: SourceCode): boolean {
  const user = topStatement(called.node, code)
  return functionAround(node) !== undefined || !user || node.range[0] > user.range[0]
}

const dynamic = /\b(eval|with)\s*\(/

/** Whether a file has code that finds names by their text. */
export function namesAreDynamic(code: SourceCode): boolean {
  if (!mentions(dynamic, code)) return false
  return nodesOf(['CallExpression', 'WithStatement'], code).some(
    node =>
      node.type === 'WithStatement' ||
      (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval'),
  )
}

function isExportOfFunction(node: TSESTree.Expression): boolean {
  return node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && isFunction(node.right)
}
