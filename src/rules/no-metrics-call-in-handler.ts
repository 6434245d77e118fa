import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isDurable } from './analysis/durableHandlers.ts'
import { definitionsOf, handlerCode } from './analysis/handlerCode.ts'
import { sdkRequest } from './sdk/sdkRequest.ts'
import { isWaitedFor } from './analysis/waiting.ts'
import type { DefinitionFacts } from './facts.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

export const noMetricsCallInHandler: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Write metrics to the log instead of waiting for CloudWatch',
      url: pageOf('no-metrics-call-in-handler'),
      recommended: true,
    },
    messages: {
      waits:
        'Each call waits for CloudWatch to take a metric, and pays for the request. A line of the log in the embedded metric format becomes the same metric by itself. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => check(node, context),
  }),
}

function check(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const request = sdkRequest(node, code)
  if (request?.service !== 'cloudwatch' || request.operation !== 'PutMetricData' || !isWaitedFor(request.promise))
    return
  const place = handlerCode(context).placeOf(node)
  if (!place || isDurable(place, code) || isOnlyScheduled(definitionsOf(place))) return
  const whyNoFix =
    'Its namespace, dimensions and unit have to be written otherwise there, which Powertools’ Metrics does.'
  context.report({ node, messageId: 'waits', data: { whyNoFix } })
}

/** Nobody waits for a function that measures something every few minutes. */
function isOnlyScheduled(definitions: readonly DefinitionFacts[]): boolean {
  const sources = definitions.flatMap(({ eventSources = [] }) => eventSources)
  return sources.length > 0 && sources.every(({ type }) => type === 'schedule')
}
