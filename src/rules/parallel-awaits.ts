import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { type ReadRun, readRuns } from './awaits/readRun.ts'
import { readTogether } from './awaits/readTogether.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const finding = '{{count}} reads wait for each other ({{reads}}), though none needs the answer of another.'

export const parallelAwaits: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Read at the same time what does not depend on each other',
      url: pageOf('parallel-awaits'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      sequential: finding,
      sequentialNoFix: `${finding} {{whyNoFix}}`,
      together: 'Read them at the same time: where one fails, the others were asked for all the same',
    },
    schema: [],
  },
  create: context => ({
    BlockStatement: ({ body }: TSESTree.BlockStatement) => {
      for (const run of readRuns(body, context.sourceCode)) report(run, context)
    },
  }),
}

function report(run: ReadRun, context: RuleContext): void {
  const { sourceCode: code } = context
  const [, second] = run
  const place = second && handlerCode(context).placeOf(second.statement)
  if (!place || isDurable(place, code)) return
  const node = second.awaited
  const data = { count: String(run.length), reads: run.map(({ read }) => read.label).join(', ') }
  const plan = readTogether(run, code)
  if ('why' in plan) context.report({ node, messageId: 'sequentialNoFix', data: { ...data, whyNoFix: plan.why } })
  else
    context.report({
      node,
      messageId: 'sequential',
      data,
      suggest: [{ messageId: 'together', fix: fixBy(plan.edits) }],
    })
}
