import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { hasTextOfLines, linesAt, linesOf } from '#syntax/javascript/lines.ts'
import { freshName, resolve } from '#syntax/javascript/names.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { importedName } from '../analysis/importedName.ts'
import { unwrapped, wrapped } from '../analysis/members.ts'
import { exportBeside } from '../sdk/otherCommand.ts'
import { clientBehind, type SdkRequest } from '../sdk/sdkRequest.ts'
import type { FirstPage } from './firstPage.ts'

export type PagesPlan = { readonly edits: readonly TextEdit[] } | { readonly why: string }

interface Facts {
  readonly declaration: TSESTree.VariableDeclaration
  readonly declarator: TSESTree.VariableDeclarator
  readonly command: TSESTree.NewExpression
  /** The statement that makes the command, where it stands apart. */
  readonly commandStatement?: TSESTree.Node
}

/** Goes through all pages by the SDK's paginator, and makes the list of them. */
export function readAllPages(page: FirstPage, code: SourceCode): PagesPlan {
  const facts = factsOf(page, code)
  if ('why' in facts) return facts
  const { declaration, declarator, command, commandStatement } = facts
  const { request, list } = page
  const reached = exportBeside(command.callee, `paginate${request.operation}`, code)
  if ('why' in reached) return reached
  const end = usesSemicolons(code) ? ';' : ''
  const taken = takenOut(declarator, list.items)
  const name = taken ?? freshName('items', code)
  const each = freshName('page', code)
  const [first = '{}', ...others] = command.arguments[0] ? linesOf(command.arguments[0].range, code) : []
  const heading = [
    `for await (const ${each} of ${reached.name}({ client: ${code.getText(request.client)} }, ${first}`,
    ...others,
  ]
  const closing = `)) ${name}.push(...(${each}.${list.items} ?? []))${end}`
  const lines = [
    `const ${name} = []${end}`,
    ...heading.slice(0, -1),
    `${heading.at(-1)}${closing}`,
    ...(taken === undefined ? [`const ${code.getText(declarator.id)} = { ${list.items}: ${name} }${end}`] : []),
  ]
  const [start, stop] = declaration.range
  return {
    edits: [
      ...reached.edits,
      ...(commandStatement ? [removeStatement(commandStatement, code)] : []),
      { start, end: stop, newText: linesAt(declaration, lines, code) },
    ],
  }
}

function factsOf({ request, list, awaited, uses }: FirstPage, code: SourceCode): Facts | { readonly why: string } {
  if (request.version === 2) return { why: 'The SDK v2 has no paginators: ask again with the token of each answer.' }
  const { command } = request
  if (!list.hasPaginator) return { why: 'The SDK has no paginator for it: ask again with the token of each answer.' }
  if (!command || request.promise.arguments.length > 1) return { why: 'It is not sent as a plain command.' }
  const declarator = awaited.parent
  const declaration = declarator.parent
  const isPlain =
    declarator.type === 'VariableDeclarator' &&
    declaration?.type === 'VariableDeclaration' &&
    isAlone(declaration, declarator)
  if (!isPlain || declarator.type !== 'VariableDeclarator' || declaration?.type !== 'VariableDeclaration') {
    return { why: 'The answer is not declared as a constant of its own.' }
  }
  if (declarator.id.typeAnnotation || (declarator.id.type === 'ObjectPattern' && !takenOut(declarator, list.items))) {
    return { why: 'More of the answer is used than its list.' }
  }
  if (declarator.id.type === 'Identifier' && !isOnlyList(declarator, list.items, code)) {
    return { why: 'More of the answer is used than its list.' }
  }
  if (!isClientFor(request, command, code)) {
    return { why: 'The paginator wants a client of its own class, and where this one is made is not known.' }
  }
  if (!list.isAlwaysThere && !uses.every(isGuarded)) {
    return { why: `Without any, the answer has no “${list.items}” at all, which the code may ask for.` }
  }
  const input = command.arguments[0]
  if (input && (hasTextOfLines(input, code) || evaluationOf(input, code) === 'unknown')) {
    return { why: 'What it asks for is computed right there.' }
  }
  const statement = commandStatementOf(request, command, declaration, code)
  return statement === 'elsewhere'
    ? { why: 'Its command is used in other places.' }
    : { declaration, declarator, command, ...(statement && { commandStatement: statement }) }
}

function isAlone(declaration: TSESTree.VariableDeclaration, { init }: TSESTree.VariableDeclarator): boolean {
  const isInBlock = declaration.parent.type === 'BlockStatement' || declaration.parent.type === 'SwitchCase'
  return (
    init?.type === 'AwaitExpression' &&
    declaration.kind === 'const' &&
    declaration.declarations.length === 1 &&
    isInBlock
  )
}

/** `Items` of `const { Items } = …`, by whichever name; undefined where more or less is taken out. */
function takenOut({ id }: TSESTree.VariableDeclarator, items: string): string | undefined {
  if (id.type !== 'ObjectPattern' || id.properties.length !== 1) return
  const [property] = id.properties
  if (property?.type !== 'Property' || staticName(property.key, property.computed) !== items) return
  const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
  return value.type === 'Identifier' ? value.name : undefined
}

function isOnlyList(declarator: TSESTree.VariableDeclarator, items: string, code: SourceCode): boolean {
  const [answer] = code.scopeManager?.getDeclaredVariables(declarator) ?? []
  return (answer?.references ?? []).every(({ init, identifier }) => {
    const node = wrapped(identifier)
    const { parent } = node
    if (init) return true
    return (
      parent?.type === 'MemberExpression' &&
      parent.object === node &&
      staticName(parent.property, parent.computed) === items
    )
  })
}

function isClientFor(
  { client, isDocumentClient }: SdkRequest,
  command: TSESTree.NewExpression,
  code: SourceCode,
): boolean {
  const made = clientBehind(client, code)
  const imported = made && importedName(made.callee, code)
  const own = importedName(command.callee, code)
  return (
    imported !== undefined && imported.module === own?.module && (!isDocumentClient || made?.type === 'CallExpression')
  )
}

/** `list ?? []`, and what a default stands for. */
function isGuarded(use: TSESTree.Node): boolean {
  const node = wrapped(use)
  const { parent } = node
  if (parent?.type !== 'LogicalExpression' || parent.left !== node || parent.operator === '&&') return false
  return unwrapped(parent.right).type === 'ArrayExpression'
}

/** The declaration of a command that is sent right after it. */
function commandStatementOf(
  { promise }: SdkRequest,
  command: TSESTree.NewExpression,
  declaration: TSESTree.VariableDeclaration,
  code: SourceCode,
): TSESTree.Node | 'elsewhere' | undefined {
  const [sent] = promise.arguments
  if (sent === command) return
  const variable = sent && resolve(unwrapped(sent), code)
  const statement = variable?.defs[0]?.node.parent
  const uses = variable?.references.filter(({ init }) => !init) ?? []
  const isOwn = statement?.type === 'VariableDeclaration' && statement.declarations.length === 1
  return isOwn && uses.length === 1 && statement.parent === declaration.parent ? statement : 'elsewhere'
}
