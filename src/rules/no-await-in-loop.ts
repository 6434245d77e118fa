import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { readInBatches } from './awaits/readInBatches.ts'
import { type ReadLoop, readLoop } from './awaits/readLoop.ts'
import { fixBy } from './fixBy.ts'
import { isRecords, mayBeOrdered } from './loops/eventOrder.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const finding = 'Each {{read}} of this loop waits for the one before, though none needs its answer.{{batch}}'

export const noAwaitInLoop: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Read the items of a loop side by side',
      url: pageOf('no-await-in-loop'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      sequential: finding,
      sequentialNoFix: `${finding} {{whyNoFix}}`,
      ten: 'Read ten at the same time: where one fails, the others of the ten were asked for all the same',
      all: 'Read all at the same time: where one fails, the others were asked for all the same',
    },
    schema: [],
  },
  create: context => {
    const check = (loop: ReadLoop['loop']) => report(loop, context)
    return { ForOfStatement: check, ForInStatement: check, ForStatement: check }
  },
}

function report(loop: ReadLoop['loop'], context: RuleContext): void {
  const { sourceCode: code } = context
  const place = handlerCode(context).placeOf(loop)
  const found = place && !isDurable(place, code) ? readLoop(loop, code) : undefined
  const [awaited] = found?.awaits ?? []
  if (!place || !found || !awaited) return
  if (loop.type !== 'ForStatement' && isRecords(loop.right, code) && mayBeOrdered(place)) return
  const labels = [...new Set(found.reads.map(({ label }) => label))]
  const isGet = labels.length === 1 && labels[0] === 'GetItem'
  const data = { read: labels.join(' and '), batch: isGet ? ' (BatchGetItem reads up to 100 by one request.)' : '' }
  const plan = readInBatches(found, place, code)
  if ('why' in plan) {
    context.report({ node: awaited, messageId: 'sequentialNoFix', data: { ...data, whyNoFix: plan.why } })
    return
  }
  context.report({
    node: awaited,
    messageId: 'sequential',
    data,
    suggest: [{ messageId: plan.atOnce, fix: fixBy(plan.edits) }],
  })
}
