import type { SyntaxNode, Tree } from '@lezer/common'
import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'
import type { PythonScope } from './pythonScope.ts'

/** All calls of a Python file: constructions are such. */
export function pythonCalls(tree: Tree, scope: PythonScope): readonly CallSyntax[] {
  const found: CallSyntax[] = []
  tree.iterate({
    enter: ({ node }) => {
      if (node.name === 'CallExpression') found.push(callOf(node, scope))
    },
  })
  return found
}

function callOf(node: SyntaxNode, scope: PythonScope): CallSyntax {
  const callee = node.firstChild
  const { positional, named } = scope.argumentsOf(node)
  const name = callee?.name === 'MemberExpression' ? callee.getChild('PropertyName') : null
  const object = callee?.firstChild
  return {
    callee: callee ? scope.importedName(callee) : undefined,
    method: name && object ? { object: scope.textOf(object), name: camelCase(scope.textOf(name)) } : undefined,
    boundTo: boundTo(node, scope),
    className: classAround(node, scope),
    start: node.from,
    positional: positional.map(argument => expressionOf(argument, scope)),
    option: key => {
      const argument = named.get(snakeCase(key))
      return argument && expressionOf(argument, scope)
    },
  }
}

function expressionOf(written: SyntaxNode, usedIn: PythonScope): ExpressionSyntax {
  const behind = () => usedIn.unwrapped(written)
  return {
    text: usedIn.textOf(written),
    value: () => usedIn.valueOf(written),
    call: () => {
      const { node, scope } = behind()
      // Places are those of one file.
      return node.name === 'CallExpression' && scope === usedIn ? callOf(node, scope) : undefined
    },
    items: () => {
      const { node, scope } = behind()
      return node.name === 'ArrayExpression' ? listItems(node).map(item => expressionOf(item, scope)) : []
    },
    // Structures of options are constructed, such as `lambda_.DeadLetterQueue(max_receive_count=3)`.
    option: name => {
      const { node, scope } = behind()
      return node.name === 'CallExpression' ? callOf(node, scope).option(name) : undefined
    },
  }
}

export function listItems(list: SyntaxNode): readonly SyntaxNode[] {
  const items: SyntaxNode[] = []
  for (let item = list.firstChild; item; item = item.nextSibling) {
    if (!/^[[\],]$/.test(item.name) && item.name !== 'Comment') items.push(item)
  }
  return items
}

/** `queue` of `queue = sqs.Queue(…)`. */
function boundTo({ parent, from }: SyntaxNode, scope: PythonScope): string | undefined {
  const target = parent?.name === 'AssignStatement' ? parent.firstChild : null
  return target && target.to < from ? scope.textOf(target) : undefined
}

export function classAround(node: SyntaxNode, scope: PythonScope): string | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const name = at.name === 'ClassDefinition' ? at.getChild('VariableName') : null
    if (name) return scope.textOf(name)
  }
  return
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
