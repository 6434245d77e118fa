import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '../../javascript/moduleBindings.ts'
import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'
import { ConstructProperties } from './constructProperties.ts'
import type { ScopedNode, SourceScope } from './sourceScope.ts'
import { unwrapped, valueOf } from './sourceValue.ts'

/**
 * All calls and constructions of a JavaScript or TypeScript file.
 * @param nodes all of the file
 */
export function sourceCalls(scope: SourceScope, nodes: readonly TSESTree.Node[]): readonly CallSyntax[] {
  const found: CallSyntax[] = []
  const bound = new Map<TSESTree.Node, string>()
  const classes: TSESTree.ClassDeclaration[] = []
  for (const node of nodes) {
    if (node.type === 'ClassDeclaration') classes.push(node)
    else if (node.type === 'VariableDeclarator' && node.init) bound.set(node.init, textOf(node.id, scope))
    else if (node.type === 'AssignmentExpression') bound.set(node.right, textOf(node.left, scope))
    else if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const around = classes.findLast(({ range }) => range[0] <= node.range[0] && node.range[1] <= range[1])
      found.push(callOf(node, scope, bound.get(node), around))
    }
  }
  return found
}

function callOf(
  node: TSESTree.NewExpression | TSESTree.CallExpression,
  scope: SourceScope,
  boundTo?: string,
  around?: TSESTree.ClassDeclaration,
): CallSyntax {
  // A class that is itself a function is made by the class that it extends.
  const callee = (node.callee.type === 'Super' ? around?.superClass : undefined) ?? node.callee
  const name = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : undefined
  const isMethod = node.type === 'CallExpression' && callee.type === 'MemberExpression' && name !== undefined
  const last = node.arguments.at(-1)
  return {
    callee: scope.importedName(callee),
    method: isMethod ? { object: textOf(callee.object, scope), name } : undefined,
    boundTo,
    className: around?.id?.name,
    start: node.range[0],
    positional: node.arguments.map(argument => expressionOf({ node: argument, scope })),
    option: key => last && expressionOf({ node: last, scope }).option(key),
  }
}

function expressionOf(written: ScopedNode): ExpressionSyntax {
  const behind = () => unwrapped(written.node, written.scope)
  return {
    text: textOf(written.node, written.scope),
    value: () => valueOf(written.node, written.scope),
    call: () => {
      const { node, scope } = behind()
      const isCall = node.type === 'CallExpression' || node.type === 'NewExpression'
      // Places are those of one file.
      return isCall && scope === written.scope ? callOf(node, scope) : undefined
    },
    items: () => {
      const { node, scope } = behind()
      if (node.type !== 'ArrayExpression') return []
      return node.elements.flatMap(item => (item ? expressionOf({ node: item, scope }) : []))
    },
    option: name => {
      const property = new ConstructProperties(written.node, written.scope).get(name)
      return property && expressionOf(property)
    },
  }
}

/** A name does not include its type annotation. */
function textOf(node: TSESTree.Node, scope: SourceScope): string {
  return node.type === 'Identifier' ? node.name : scope.text.slice(...node.range)
}
