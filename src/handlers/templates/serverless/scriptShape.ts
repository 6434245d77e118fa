import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { moduleStatements, staticName } from '../../javascript/moduleBindings.ts'

/** A value put into a module's constant by name: `functions.hello = { … }`. */
export interface Assignment {
  readonly name: string
  readonly key: string
  readonly at: TSESTree.Node
  readonly value: TSESTree.Node
}

/** Those that run when the module is loaded. */
export function assignments(program: TSESTree.Program): readonly Assignment[] {
  return [...moduleStatements(program.body)].flatMap(statement => {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return []
    const { left, right } = statement.expression
    if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier') return []
    const key = staticName(left.property, left.computed)
    return key === undefined ? [] : [{ name: left.object.name, key, at: left, value: right }]
  })
}

/** The name that an assignment exports, `default` for `module.exports` itself; undefined where it exports none. */
export function commonJsExport(left: TSESTree.Node): string | undefined {
  if (left.type !== 'MemberExpression') return
  const name = staticName(left.property, left.computed)
  const { object } = left
  if (object.type === 'Identifier' && object.name === 'module') return name === 'exports' ? 'default' : undefined
  if (object.type === 'Identifier' && object.name === 'exports') return name
  return commonJsExport(object) === 'default' ? name : undefined
}

/** `handlerPath(__dirname)`: the framework's TypeScript template makes the handler's folder so. */
export function isFolderCall({ callee, arguments: given }: TSESTree.CallExpression): boolean {
  const [only, ...others] = given
  return callee.type === 'Identifier' && others.length === 0 && only?.type === 'Identifier' && only.name === '__dirname'
}

/** `process.env.NAME` */
export function isEnvironment(node: TSESTree.Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'MemberExpression' &&
    node.object.object.type === 'Identifier' &&
    node.object.object.name === 'process' &&
    staticName(node.object.property, node.object.computed) === 'env'
  )
}
