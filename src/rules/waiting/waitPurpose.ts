import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { isLoop, type Loop } from '../loops/itemLoop.ts'
import { sdkRequest } from '../sdk/sdkRequest.ts'
import { waitOf } from './wait.ts'

/** What a function waits for between what it does. */
export type WaitPurpose = 'sleep' | 'poll' | 'retry' | 'sdkRetry' | 'rest'

/** By the loop around a wait: `rest` sends again what a batch did not take, which nobody else does. */
export function purposeOf(awaited: TSESTree.AwaitExpression, code: SourceCode): WaitPurpose {
  const loop = loopAround(awaited)
  if (!loop) return 'sleep'
  if (/unprocessed|\bFailed(Put|Entry)?(Count|Records)?\b/i.test(code.getText(loop))) return 'rest'
  const round = [...descendants(loop, code)]
  const others = round.filter(node => node.type === 'AwaitExpression' && !waitOf(node.argument, code))
  if (others.length === 0) return 'sleep'
  if (isOfItems(loop)) return 'sleep'
  if (!isInCatch(awaited, loop) && !/retr(y|ies)|attempt/i.test(code.getText(loop))) return 'poll'
  return others.every(node => node.type === 'AwaitExpression' && sdkRequest(node.argument, code)) ? 'sdkRetry' : 'retry'
}

function isInCatch(node: TSESTree.Node, loop: Loop): boolean {
  for (let at: TSESTree.Node | undefined = node; at && at !== loop; at = at.parent)
    if (at.type === 'CatchClause') return true
  return false
}

function isOfItems({ type }: Loop): boolean {
  return type === 'ForOfStatement' || type === 'ForInStatement'
}

function loopAround(node: TSESTree.Node): Loop | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (isLoop(at)) return at
    if (isFunction(at)) return
  }
  return
}
