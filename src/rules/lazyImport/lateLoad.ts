import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { insertFirst } from '#syntax/javascript/insertStatement.ts'
import { commentBehind, commentsAbove, lineBreakOf } from '#syntax/javascript/layout.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { isType, type LateBlock } from './lateUses.ts'

/** Loads a module at the start of each block that uses it, instead of at the top of the file; or says why not. */
export function lateLoad(
  load: ModuleLoad,
  blocks: readonly LateBlock[],
  code: SourceCode,
): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  const { statement, node } = load
  if (!statement || node.type === 'TSImportEqualsDeclaration')
    return { why: 'It is loaded in a way that cannot be rewritten.' }
  if (commentBehind(statement, code) || commentsAbove(statement, code).length > 0) {
    return { why: 'Comments stand beside its import.' }
  }
  const edits = blocks.map(({ block, references }) => {
    const used = new Set(references.flatMap(({ resolved }) => resolved ?? []))
    const text =
      node.type === 'ImportDeclaration' ? importText(load, used, code) : code.getText(statement).replace(/;$/, '')
    return insertFirst(block, text, code)
  })
  return { edits: [...edits, topEdit(load, statement, code)] }
}

/** `const { default: sharp, fit } = await import('sharp')` */
function importText({ node, source, variables }: ModuleLoad, used: ReadonlySet<Variable>, code: SourceCode): string {
  const from = `await import(${code.getText(source)})`
  const names = variables.filter(variable => used.has(variable))
  const whole = names.find(variable => variable.defs[0]?.node.type === 'ImportNamespaceSpecifier')
  const others = names.filter(variable => variable !== whole).map(keyAndName)
  if (!whole) return `const { ${others.join(', ')} } = ${from}`
  const own = `const ${whole.name} = ${from}`
  return others.length > 0 && node.type === 'ImportDeclaration'
    ? `${own}, { ${others.join(', ')} } = ${whole.name}`
    : own
}

function keyAndName({ defs: [definition], name }: Variable): string {
  const node = definition?.node
  if (node?.type !== 'ImportSpecifier') return `default: ${name}`
  const { imported } = node
  const key = imported.type === 'Identifier' ? imported.name : imported.raw
  return key === name ? name : `${key}: ${name}`
}

/** The import goes, but for the types that it brings. */
function topEdit(
  { node, source, variables }: ModuleLoad,
  statement: TSESTree.ProgramStatement,
  code: SourceCode,
): TextEdit {
  const typed = variables.filter(({ references }) => references.some(isType))
  const marked = node.type === 'ImportDeclaration' ? node.specifiers.filter(isMarked) : []
  if (node.type !== 'ImportDeclaration' || (typed.length === 0 && marked.length === 0))
    return removeStatement(statement, code)
  const from = `from ${code.getText(source)}${code.text[statement.range[1] - 1] === ';' ? ';' : ''}`
  const named = node.specifiers.filter(one => one.type === 'ImportSpecifier' && (isMarked(one) || isOneOf(one, typed)))
  const others = node.specifiers.filter(one => one.type !== 'ImportSpecifier' && isOneOf(one, typed))
  const lists = [
    ...others.map(one => code.getText(one)),
    ...(named.length > 0 ? [`{ ${named.map(one => code.getText(one).replace(/^type\s+/, '')).join(', ')} }`] : []),
  ]
  const [start, end] = statement.range
  return { start, end, newText: lists.map(list => `import type ${list} ${from}`).join(lineBreakOf(code.text)) }
}

function isMarked(specifier: TSESTree.ImportClause): boolean {
  return specifier.type === 'ImportSpecifier' && specifier.importKind === 'type'
}

function isOneOf({ local }: TSESTree.ImportClause, variables: readonly Variable[]): boolean {
  return variables.some(({ identifiers }) => identifiers.some(name => name.range[0] === local.range[0]))
}
