import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { definitionsOf, handlerCode } from './analysis/handlerCode.ts'
import { fixBy } from './fixBy.ts'
import { type BatchSources, batchSources, type RecordKind } from './partialBatch/batchSources.ts'
import { partialAnswer } from './partialBatch/partialAnswer.ts'
import { recordLoop } from './partialBatch/recordLoop.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const findings = {
  fails: 'One {{record}} that fails has the whole batch delivered again, with those that are done already.',
  swallowed: 'One {{record}} that fails is caught for all: the batch counts as done, and what has failed is lost.',
}

export const partialBatchResponse: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Answer with the records of a batch that failed, instead of failing or losing all',
      url: pageOf('partial-batch-response'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      answer: 'Answer with the {{record}}s that failed: the others count as done, and the call as a success{{order}}',
    },
    schema: [],
  },
  create: context => {
    const { text } = context.sourceCode
    if (aware.test(text) || !/\bRecords\b/.test(text)) return {}
    return {
      ForOfStatement: (node: TSESTree.ForOfStatement) => check(node, context),
      CallExpression: (node: TSESTree.CallExpression) => check(node, context),
    }
  },
}

/** Whoever names the failed ones, deletes messages alone, speaks of batches of one or has a library knows what a batch is. */
const aware =
  /batchItemFailures|partial-?batch|BatchProcessor|makeHandlerWithBatch|deleteMessage|batch ?size (is|of|=) ?(1|one)\b/i

const words: Readonly<Record<RecordKind, string>> = { sqs: 'message', kinesis: 'record', dynamodb: 'record' }

function check(node: TSESTree.ForOfStatement | TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code, filename } = context
  const place = handlerCode(context).placeOf(node)
  const loop = place && place.called.role === 'handler' ? recordLoop(node, place.called, code) : undefined
  const sources = place && loop ? batchSources(definitionsOf(place)) : undefined
  if (!place || !loop || !sources || sources.isSingle) return
  const kind = loop.kind ?? sources.kind
  if (!kind || (sources.kind && loop.kind && sources.kind !== loop.kind)) return
  const messageId = loop.isSwallowed ? 'swallowed' : 'fails'
  const record = words[kind]
  const severity = messageId === 'fails' ? ({ severity: 'info' } as const) : {}
  const plan = sourceObjection(sources) ?? {
    isOrdered: sources.isOrdered === true,
    edit: partialAnswer({
      loop,
      kind,
      isOrdered: sources.isOrdered === true,
      called: place.called,
      code,
      isTypeScript: /\.[cm]?tsx?$/.test(filename),
    }),
  }
  const why = typeof plan === 'string' ? plan : 'why' in plan.edit ? plan.edit.why : undefined
  if (typeof plan === 'string' || 'why' in plan.edit) {
    context.report({ node, messageId: `${messageId}NoFix`, data: { record, whyNoFix: why ?? '' }, ...severity })
    return
  }
  const order = plan.isOrdered ? ', the first one that fails ends it' : ''
  const suggest = [{ messageId: 'answer', data: { record, order }, fix: fixBy(plan.edit.edits) }]
  context.report({ node, messageId, data: { record }, suggest, ...severity })
}

/** Why Lambda would not understand the answer. */
function sourceObjection({ reports, silentSource, isMixed, isOrdered }: BatchSources): string | undefined {
  if (reports === undefined) {
    return 'Whether its event sources have ReportBatchItemFailures is not known: without it Lambda ignores the answer, and deletes what has failed.'
  }
  if (!reports) {
    return `Give the event source “${silentSource}” the function response type ReportBatchItemFailures first: without it Lambda ignores the answer, and deletes what has failed.`
  }
  if (isMixed) return 'It has event sources of other kinds too, which do not understand that answer.'
  return isOrdered === undefined ? 'Whether the queue keeps an order (FIFO) is not known.' : undefined
}
