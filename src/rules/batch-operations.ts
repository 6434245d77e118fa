import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { sendInBatches } from './batch/sendInBatches.ts'
import { singleRequests } from './batch/singleRequests.ts'
import { fixBy } from './fixBy.ts'
import { isOfSingleRecords } from './loops/eventOrder.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { sdkRequest } from './sdk/sdkRequest.ts'

const finding = 'A {{operation}} for each item: {{batch}} takes up to {{most}} in one request.'

export const batchOperations: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Send several items in one request, not one by one',
      url: pageOf('batch-operations'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      single: finding,
      singleNoFix: `${finding} {{whyNoFix}}`,
      batch:
        'Collect them and send {{most}} a request: what is not processed is sent again; where one fails, others of its request are sent all the same',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => report(node, context),
  }),
}

function report(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code, filename } = context
  const request = sdkRequest(node, code)
  const place = request && handlerCode(context).placeOf(node)
  if (!request || !place?.repeated || isDurable(place, code)) return
  const found = singleRequests(request, code)
  if (!found || isOfSingleRecords(found.around, place, code)) return
  const { batch, most } = found.batch
  const data = { operation: request.operation, batch, most: String(most) }
  const plan = sendInBatches(found, /\.[cm]?tsx?$/.test(filename), code)
  if ('why' in plan) {
    context.report({ node, messageId: 'singleNoFix', data: { ...data, whyNoFix: plan.why } })
    return
  }
  const suggest = [{ messageId: 'batch', data: { most: String(most) }, fix: fixBy(plan.edits) }]
  context.report({ node, messageId: 'single', data, suggest })
}
