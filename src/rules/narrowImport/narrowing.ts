import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { lineBreakOf } from '#syntax/javascript/layout.ts'
import { isNameFree } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { isWritten } from '../analysis/members.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { type LoadedName, namesOfLoad } from '../analysis/namesOfLoad.ts'

/** Edits after which a file loads less of a module, or why there are none. */
export type Narrowing =
  | { readonly edits: readonly TextEdit[]; readonly entries: readonly string[] }
  | { readonly why: string }

/** Where parts of a module can be loaded from. */
export interface Entries {
  /** The module that is no more than the export of that name; undefined where there is none. */
  readonly entryOf: (name: string) => string | undefined
  /** What a part is called where its own name is taken. */
  readonly otherName: (name: string) => string
}

/** Loads each export that is used from a module of its own: `const get = require('lodash/get')`. */
export function loadEntries(load: ModuleLoad, { entryOf, otherName }: Entries, code: SourceCode): Narrowing {
  const names = namesOfLoad(load, code)
  if ('why' in names) return names
  const { statement } = load
  if (!statement) return requireEntry(load, entryOf, code)
  if (names.length === 0) return { why: 'Nothing here shows what of it is needed.' }
  const lines: string[] = []
  const entries: string[] = []
  const edits: TextEdit[] = []
  for (const one of names) {
    const entry = entryOf(one.name)
    if (entry === undefined) return { why: `“${one.name}” has no module of its own that is sure to do the same.` }
    const name = one.variable?.name ?? freeName(one.name, otherName, code)
    if (name === undefined) return { why: `The file has another “${one.name}”.` }
    if (one.members.some(({ node }) => isWritten(node))) return { why: `“${one.name}” is changed.` }
    entries.push(entry)
    lines.push(loadText(load, name, entry, code))
    edits.push(...memberEdits(one, name))
  }
  const [start, end] = statement.range
  return { edits: [{ start, end, newText: lines.join(lineBreakOf(code.text)) }, ...edits], entries }
}

/** `require('lodash').get` → `require('lodash/get')` */
function requireEntry({ node, source }: ModuleLoad, entryOf: Entries['entryOf'], code: SourceCode): Narrowing {
  const member = node.type === 'CallExpression' ? node.parent : undefined
  const isMember = member?.type === 'MemberExpression' && member.object === node && !isWritten(member)
  const name = isMember ? staticName(member.property, member.computed) : undefined
  const entry = name === undefined ? undefined : entryOf(name)
  if (!member || entry === undefined) return { why: 'It is loaded in a way that cannot be rewritten.' }
  const quote = code.text[source.range[0]] ?? "'"
  const [start, end] = member.range
  return { edits: [{ start, end, newText: `require(${quote}${entry}${quote})` }], entries: [entry] }
}

/** The file's exports are used by their own names: `_.get` → `get`. */
function memberEdits({ members }: LoadedName, name: string): readonly TextEdit[] {
  return members.map(({ node: { range } }) => ({ start: range[0], end: range[1], newText: name }))
}

function freeName(name: string, otherName: (name: string) => string, code: SourceCode): string | undefined {
  return [name, otherName(name)].find(one => isNameFree(one, code))
}

function loadText({ node, source, statement }: ModuleLoad, name: string, entry: string, { text }: SourceCode): string {
  const quote = text[source.range[0]] ?? "'"
  const semicolon = statement && text[statement.range[1] - 1] === ';' ? ';' : ''
  if (node.type === 'ImportDeclaration') return `import ${name} from ${quote}${entry}.js${quote}${semicolon}`
  const from = `require(${quote}${entry}${quote})${semicolon}`
  return node.type === 'TSImportEqualsDeclaration' ? `import ${name} = ${from}` : `${keywordOf(node)} ${name} = ${from}`
}

function keywordOf({ parent }: TSESTree.CallExpression): string {
  return parent.type === 'VariableDeclarator' ? parent.parent.kind : 'const'
}

/** Imports by name what is used of a module: `import * as _ from 'lodash-es'` → `import { get } from 'lodash-es'`. */
export function importByName(load: ModuleLoad, isSure: (name: string) => boolean, code: SourceCode): Narrowing {
  const names = namesOfLoad(load, code)
  if ('why' in names) return names
  const { node } = load
  if (node.type !== 'ImportDeclaration') return { why: 'It is loaded in a way that cannot be rewritten.' }
  const whole = node.specifiers.find(({ type }) => type !== 'ImportSpecifier')
  if (!whole || node.specifiers.length > 1) return { why: 'It is imported in two ways at once.' }
  if (names.length === 0) return { why: 'Nothing here shows what of it is needed.' }
  const unsure = names.find(({ name }) => !isSure(name))
  if (unsure) return { why: `“${unsure.name}” need not be an export of that name.` }
  const taken = names.find(({ name }) => !isNameFree(name, code))
  if (taken) return { why: `The file has another “${taken.name}”.` }
  const list = names.map(({ name, members }) => (members.every(({ isType }) => isType) ? `type ${name}` : name))
  return {
    edits: [
      { start: whole.range[0], end: whole.range[1], newText: `{ ${list.join(', ')} }` },
      ...names.flatMap(one => memberEdits(one, one.name)),
    ],
    entries: names.map(({ name }) => name),
  }
}
