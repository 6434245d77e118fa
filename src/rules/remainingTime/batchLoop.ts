import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { rootOf, unwrapped } from '../analysis/members.ts'
import { isRecords } from '../loops/eventOrder.ts'
import { inRound, type Loop } from '../loops/itemLoop.ts'
import { valueBehind } from '../sdk/sdkRequest.ts'
import { waitOf } from '../waiting/wait.ts'

/**
 * Whether a loop works through batches, of which nobody knows how many there are, and waits for each. Not searches,
 * which end with the first hit, and not loops that only collect pages, which are quick.
 */
export function isBatchLoop(loop: Loop, code: SourceCode): boolean {
  const round = [...inRound(loop, code)]
  const awaits = round.filter(node => node.type === 'AwaitExpression')
  // Those that wait ask again for the same, and end by themselves.
  if (awaits.some(node => waitOf(node.argument, code)) || round.some(({ type }) => type === 'ReturnStatement'))
    return false
  if (loop.type === 'ForOfStatement')
    return awaits.length > 0 && (loop.await ? isPaginated(loop.right, code) : isLong(loop.right, code))
  if (loop.type === 'ForStatement' && loop.test)
    return awaits.length > 0 && (isByBatches(loop) || isOverLong(loop.test, code))
  return loop.type !== 'ForInStatement' && awaits.length > 1 && !(loop.test && isCounted(loop.test))
}

/** Not the parts of a stream, which are those of one answer. */
function isPaginated(items: TSESTree.Node, code: SourceCode): boolean {
  const call = valueBehind(items, code)
  return call?.type === 'CallExpression' && /^paginate[A-Z]/.test(importedName(call.callee, code)?.path.at(-1) ?? '')
}

/** Records of an event, what was listed, and what is called a batch. */
function isLong(items: TSESTree.Node, code: SourceCode): boolean {
  if (isRecords(items, code)) return true
  const node = unwrapped(items)
  const name = rootOf(node)
  if (/(batch|chunk|page)\w*$/i.test(code.getText(node))) return true
  return isListed(name, code) && (node.type === 'Identifier' || node.type === 'MemberExpression')
}

function isListed(name: TSESTree.Node, code: SourceCode): boolean {
  const value = valueBehind(name, code)
  return (
    value?.type === 'AwaitExpression' &&
    /\b(Scan|Query|List\w+)(Command|Pages)?\(|\.(scan|query|list\w+)\(/.test(code.getText(value))
  )
}

/** `start += 25` */
function isByBatches({ update }: TSESTree.ForStatement): boolean {
  if (update?.type !== 'AssignmentExpression' || update.operator !== '+=') return false
  return update.right.type !== 'Literal' || update.right.value !== 1
}

/** `i < items.length` of a list that was asked for */
function isOverLong(test: TSESTree.Expression, code: SourceCode): boolean {
  if (test.type !== 'BinaryExpression' || test.right.type !== 'MemberExpression') return false
  return isLong(test.right.object, code)
}

/** `attempt < 3` */
function isCounted(test: TSESTree.Expression): boolean {
  const node = unwrapped(test)
  if (node.type === 'LogicalExpression') return isCounted(node.left) || isCounted(node.right)
  if (node.type !== 'BinaryExpression' || !/^[<>]=?$/.test(node.operator)) return false
  return [node.left, node.right].some(
    side => side.type === 'Literal' || (side.type === 'Identifier' && /max|retries|attempts|limit/i.test(side.name)),
  )
}
