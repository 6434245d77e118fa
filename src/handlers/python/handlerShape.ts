import type { SyntaxNode } from '@lezer/common'

interface Shape {
  readonly file: string
  readonly name: string
  /** What the name is bound to. */
  readonly definition: SyntaxNode | undefined
  /** The function that does the work, where it was found. */
  readonly working: SyntaxNode | undefined
  textOf(node: SyntaxNode): string
}

/**
 * Whether name and shape say that Lambda calls it: `lambda_handler`, `handler` or a name ending in `_handler`, taking
 * an event and a context; or `handler = Adapter(app)`.
 */
export function hasHandlerShape({ file, name, definition, working, textOf }: Shape): boolean {
  if (/(^|\/)(tests?|e2e)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(file)) return false
  const isPlainName = /^(lambda_?)?handler$/i.test(name)
  if (!isPlainName && !name.endsWith('_handler')) return false
  if (!working) return isPlainName && definition?.name === 'CallExpression'
  const [event, context, ...rest] = parameters(working, textOf)
  if (!event || !context || rest.some(({ isRequired }) => isRequired)) return false
  return (
    /^_{0,2}(\w*event|evt|_+|input|payload)$/.test(event.name) && /^_{0,2}(\w*context|ctx|_+|c)$/.test(context.name)
  )
}

interface Parameter {
  readonly name: string
  readonly isRequired: boolean
}

/** Positional parameters; a method's `self` is left out. */
function parameters(definition: SyntaxNode, textOf: (node: SyntaxNode) => string): readonly Parameter[] {
  const found: Parameter[] = []
  for (const node of definition.getChild('ParamList')?.getChildren('VariableName') ?? []) {
    const before = node.prevSibling ? textOf(node.prevSibling) : ''
    if (before.startsWith('*')) break
    const after = node.nextSibling?.name === 'TypeDef' ? node.nextSibling.nextSibling : node.nextSibling
    // A name after an equals sign is the default of the one before.
    if (before !== '=') found.push({ name: textOf(node), isRequired: after?.name !== 'AssignOp' })
  }
  return found[0]?.name === 'self' || found[0]?.name === 'cls' ? found.slice(1) : found
}
