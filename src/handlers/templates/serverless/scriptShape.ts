import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '../../javascript/moduleBindings.ts'

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
