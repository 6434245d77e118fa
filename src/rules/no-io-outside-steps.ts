import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { isForLog, isReplayed } from './durable/replayed.ts'
import { unrepeatable } from './durable/unrepeatable.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const whyNoFix = 'Put it into a step, whose answer is kept: where a step begins and ends is for you to say.'

export const noIoOutsideSteps: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Keep requests, clock and chance of durable functions in steps',
      url: pageOf('no-io-outside-steps'),
      recommended: true,
    },
    messages: {
      request: 'This is sent again by every replay of the durable function. {{whyNoFix}}',
      clock: 'Every replay of the durable function sees another time here. {{whyNoFix}}',
      random: 'Every replay of the durable function draws another value here. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => {
    const check = (node: TSESTree.NewExpression | TSESTree.CallExpression) => report(node, context)
    return { NewExpression: check, CallExpression: check }
  },
}

function report(node: TSESTree.NewExpression | TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const found = unrepeatable(node, code)
  const place = found && handlerCode(context).placeOf(node)
  if (!found || !place || !isDurable(place, code) || !isReplayed(node, place, code)) return
  if (found !== 'request' && isForLog(node)) return
  context.report({ node, messageId: found, data: { whyNoFix } })
}
