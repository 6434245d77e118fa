import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { isSleepFunction, millisecondsOf, waitOf } from './waiting/wait.ts'
import { purposeOf } from './waiting/waitPurpose.ts'

const unbilled = 'Step Functions, a delayed message or a durable function waits without being billed.'

const advice = {
  sleep: unbilled,
  poll: `Where nothing tells when it is done, let others ask again: ${unbilled}`,
  retry: 'A queue, Step Functions or a durable function tries again without being billed for the time in between.',
  sdkRetry:
    'The SDK tries again by itself: maxAttempts and retryMode of its client say how often and how patiently; for longer, a queue or Step Functions does.',
  waiter: `A waiter of the SDK asks again and again: ${unbilled}`,
}

export const noWaitingInHandler: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Let others wait, who are not billed for it',
      url: pageOf('no-waiting-in-handler'),
      recommended: true,
    },
    messages: {
      waiting: 'The function does nothing here but wait, and is billed for that. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => ({
    AwaitExpression: (node: TSESTree.AwaitExpression) => report(node, context),
  }),
}

/** Less is to let others run, or to space requests. */
const shortestMs = 10

function report(node: TSESTree.AwaitExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const wait = waitOf(node.argument, code)
  const place = wait && handlerCode(context).placeOf(node)
  if (!wait || !place || isDurable(place, code)) return
  // Who listens gets what is written in between.
  if (/\bstreamifyResponse\b/.test(code.text)) return
  // Told where it is called.
  if (place.called.role === 'called' && isSleepFunction(place.called.node, code)) return
  if ((millisecondsOf(wait, code) ?? shortestMs) < shortestMs) return
  const purpose = purposeOf(node, code)
  if (purpose === 'rest') return
  const whyNoFix = advice[wait.kind === 'waiter' ? 'waiter' : purpose]
  context.report({ node, messageId: 'waiting', data: { whyNoFix } })
}
