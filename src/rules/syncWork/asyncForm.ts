import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { insertAfter, isImport } from '#syntax/javascript/insertStatement.ts'
import { isNameFree } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { wrapped } from '../analysis/members.ts'
import { functionAround } from '../analysis/pathToFunction.ts'
import type { SyncCall } from './syncCalls.ts'

/** Whether a call stands in work that is done for several at the same time: `Promise.all(items.map(async … => …))`. */
export function isBesideOthers(node: TSESTree.Node, code: SourceCode): boolean {
  const around = functionAround(node)
  if (!around?.async) return false
  const { parent: map } = around
  if (map.type !== 'CallExpression' || map.callee.type !== 'MemberExpression') return false
  if (staticName(map.callee.property, map.callee.computed) !== 'map') return false
  const { parent: all } = wrapped(map)
  return all?.type === 'CallExpression' && /^Promise\.(all|allSettled|any|race)$/.test(code.getText(all.callee))
}

/** Edits to the form that lets others run meanwhile, or why there are none. */
export function asyncForm(
  call: TSESTree.CallExpression,
  { module, name }: SyncCall,
  code: SourceCode,
): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  if (module === 'child_process') return { why: 'Its async form gives the output otherwise.' }
  if (/\bfd\b/i.test(call.arguments.map(argument => code.getText(argument)).join())) {
    return { why: 'Its async form takes no number of an open file.' }
  }
  const { callee } = call
  const plain = name.replace(/Sync$/, '')
  if (module === 'fs' && callee.type === 'MemberExpression') {
    return { edits: edits(call, `${code.getText(callee.object)}.promises.${plain}`) }
  }
  const [needed, from] = module === 'fs' ? [plain, 'node:fs/promises'] : ['promisify', 'node:util']
  if (module !== 'fs' && callee.type !== 'MemberExpression')
    return { why: `It needs ${plain} of ${module}, made to give a promise.` }
  const last = code.ast.body.findLast(isImport)
  if (!last || !isNameFree(needed, code)) return { why: `It needs ${needed} of ${from}, whose name is taken.` }
  const isModule = last.type === 'ImportDeclaration'
  const statement = isModule ? `import { ${needed} } from '${from}'` : `const { ${needed} } = require('${from}')`
  const end = code.text[last.range[1] - 1] === ';' ? ';' : ''
  const caller =
    callee.type === 'MemberExpression' && module !== 'fs' ? `promisify(${code.getText(callee.object)}.${plain})` : plain
  const { start, newText } = insertAfter(last, [`${statement}${end}`], code)
  // Beside the other imports, without a line between.
  const added = { start, end: start, newText: newText.replace(/^(\r?\n)\r?\n/, '$1').replace(/(\r?\n)\r?\n$/, '$1') }
  return { edits: [added, ...edits(call, caller)] }
}

function edits(call: TSESTree.CallExpression, caller: string): readonly TextEdit[] {
  const outer = wrapped(call)
  const { parent } = outer
  const isObject = (parent?.type === 'MemberExpression' && parent.object === outer) || outer !== call
  const [start] = call.range
  const { range } = call.callee
  return [
    { start, end: range[1], newText: `${isObject ? '(' : ''}await ${caller}` },
    ...(isObject ? [{ start: call.range[1], end: call.range[1], newText: ')' }] : []),
  ]
}
