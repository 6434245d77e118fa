import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isFunction } from '#rules/analysis/pathToFunction.ts'
import { lineBreakOf } from '#syntax/javascript/layout.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { scriptSource } from '#syntax/javascript/scriptSource.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import type { Random } from './random.ts'

/** Makes another program of one; undefined where it has nothing to change there. */
type Mutation = (code: SourceCode, random: Random) => readonly TextEdit[] | undefined

/** Whatever becomes of a program, its fixes must keep it as it then is. */
const mutations: Readonly<Record<string, Mutation>> = {
  rename: (code, random) => {
    const variables = (code.scopeManager?.scopes ?? []).flatMap(({ variables }) => variables)
    const variable = random.pick(variables.filter(({ defs, name }) => defs.length === 1 && name !== 'handler'))
    const names = variable && [...variable.identifiers, ...variable.references.map(({ identifier }) => identifier)]
    if (!names?.every(name => name.type === 'Identifier' && isPlainName(name) && !name.typeAnnotation)) return
    const name = random.pick(['client', 'event2', '$', '名前', 'input', `${variable?.name}_`, 'region', 'error'])
    return [...new Set(names)].map(({ range: [start, end] }) => ({ start, end, newText: name ?? 'x' }))
  },
  tryAround: (code, random) => aroundBody(code, random, ['try {', '} catch (failure) {', 'throw failure', '}']),
  finallyBelow: (code, random) => aroundBody(code, random, ['try {', '} finally {', 'Math.abs(1)', '}']),
  ifAround: (code, random) => aroundBody(code, random, ["if (process.env['NEVER'] !== '1') {", '}']),
  blockAround: (code, random) => aroundBody(code, random, ['{', '}']),
  loopAround: (code, random) => aroundBody(code, random, ['for (const round of [1]) {', 'void round', '}']),
  nest: (code, random) => aroundBody(code, random, ['return (async () => {', '})()']),
  comment: (code, random) => {
    const node = random.pick(statements(code))
    const text = random.pick([
      '/* 😀 a comment */ ',
      '// a comment\n',
      '/** @type {never} */\n',
      '// eslint-disable-line\n',
    ])
    return node && text ? [{ start: node.range[0], end: node.range[0], newText: text }] : undefined
  },
  commentBehind: (code, random) => {
    const node = random.pick(statements(code))
    return node && [{ start: node.range[1], end: node.range[1], newText: ' // behind it' }]
  },
  swap: (code, random) => {
    const node = random.pick(statements(code))
    const siblings = node ? siblingsOf(node) : []
    const next = node && siblings[siblings.findIndex(one => one === node) + 1]
    if (!node || !next) return
    return [
      { start: node.range[0], end: node.range[1], newText: code.getText(next) },
      { start: next.range[0], end: next.range[1], newText: code.getText(node) },
    ]
  },
  repeat: (code, random) => {
    const node = random.pick(statements(code).filter(({ type }) => type === 'ExpressionStatement'))
    const at = node?.range[1] ?? 0
    return node && [{ start: at, end: at, newText: `${lineBreakOf(code.text)};${code.getText(node)}` }]
  },
  environment: (code, random) => {
    const body = random.pick(bodies(code))
    const at = (body?.range[0] ?? 0) + 1
    return body && [{ start: at, end: at, newText: " process.env.AWS_REGION = 'eu-north-1';" }]
  },
  environmentElsewhere: (code, random) => {
    const body = random.pick(bodies(code))
    const at = (body?.range[0] ?? 0) + 1
    return (
      body && [
        { start: at, end: at, newText: " setRegion('eu-north-1');" },
        declared('function setRegion(name) { process.env.AWS_REGION = name }', code),
      ]
    )
  },
  namesakes: code => [
    declared('const s3 = 1, client = 2, region = 3, secret = 4; void [s3, client, region, secret]', code),
  ],
  windows: code =>
    [...code.text.matchAll(/\r?\n/g)].map(({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
      newText: '\r\n',
    })),
  tabs: code =>
    [...code.text.matchAll(/^(?: {2})+/gm)].map(({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
      newText: '\t'.repeat(length / 2),
    })),
  byteOrderMark: ({ text }) => (text.startsWith('\uFEFF') ? undefined : [{ start: 0, end: 0, newText: '\uFEFF' }]),
  oneLine: (code, random) => {
    const node = random.pick(statements(code))
    const before = node ? /(\r?\n)[ \t]*$/.exec(code.text.slice(0, node.range[0])) : null
    return node && before ? [{ start: before.index, end: node.range[0], newText: ' ' }] : undefined
  },
  semicolons: code =>
    statements(code).flatMap(node => {
      const [, end] = node.range
      const isOpen = /^(Expression|Variable|Return|Throw|Import)/.test(node.type) && code.text[end - 1] !== ';'
      return isOpen ? [{ start: end, end, newText: ';' }] : []
    }),
}

export const mutationNames: readonly string[] = Object.keys(mutations)

/** One mutation; undefined where it changes nothing, or makes a text that cannot be parsed. */
export function mutated(text: string, file: string, name: string, random: Random): string | undefined {
  const code = scriptSource(parse(text, { file }))
  const edits = code && mutations[name]?.(code, random)
  if (!edits || edits.length === 0) return
  const made = applyEdits(text, edits)
  return made !== text && parse(made, { file }).complete ? made : undefined
}

/** Neither a member or key, nor a name by which other files know it. */
function isPlainName({ parent }: TSESTree.Node): boolean {
  return (
    parent !== undefined && !/^(Property|ImportSpecifier|ExportSpecifier|MethodDefinition|TS\w+)$/.test(parent.type)
  )
}

function bodies(code: SourceCode): readonly TSESTree.BlockStatement[] {
  return [...descendants(code.ast, code)].flatMap(node =>
    isFunction(node) && node.body.type === 'BlockStatement' ? [node.body] : [],
  )
}

function statements(code: SourceCode): readonly TSESTree.Statement[] {
  return [...descendants(code.ast, code)].flatMap(node =>
    node.type === 'Program' || node.type === 'BlockStatement' ? node.body : [],
  )
}

function siblingsOf({ parent }: TSESTree.Node): readonly TSESTree.Node[] {
  return parent?.type === 'Program' || parent?.type === 'BlockStatement' ? parent.body : []
}

function aroundBody(
  code: SourceCode,
  random: Random,
  [before = '', ...after]: readonly string[],
): readonly TextEdit[] | undefined {
  const body = random.pick(bodies(code))
  if (!body) return
  const lineBreak = lineBreakOf(code.text)
  const [start, end] = [body.range[0] + 1, body.range[1] - 1]
  return [
    { start, end: start, newText: lineBreak + before },
    { start: end, end, newText: `${lineBreak}${after.join(lineBreak)}${lineBreak}` },
  ]
}

/** At the end of the file. */
function declared(statement: string, { text }: SourceCode): TextEdit {
  return { start: text.length, end: text.length, newText: `${lineBreakOf(text)};${statement}${lineBreakOf(text)}` }
}
