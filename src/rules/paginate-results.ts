import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { handlerCode } from './analysis/handlerCode.ts'
import { fixBy } from './fixBy.ts'
import { firstPage } from './pages/firstPage.ts'
import { readAllPages } from './pages/readAllPages.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { sdkRequest } from './sdk/sdkRequest.ts'

const finding = '{{operation}} answers page by page, and only the first page is read: what is on others is missing.'

export const paginateResults: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Read all pages of a list',
      url: pageOf('paginate-results'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      firstPage: finding,
      firstPageNoFix: `${finding} {{whyNoFix}}`,
      allPages: 'Read all pages by the paginator of the SDK: where there are more, more requests and a longer list',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => report(node, context),
  }),
}

function report(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const request = sdkRequest(node, code)
  const found = request && handlerCode(context).placeOf(node) ? firstPage(request, code) : undefined
  if (!request || !found) return
  const data = { operation: request.operation }
  const plan = readAllPages(found, code)
  if ('why' in plan) context.report({ node, messageId: 'firstPageNoFix', data: { ...data, whyNoFix: plan.why } })
  else
    context.report({ node, messageId: 'firstPage', data, suggest: [{ messageId: 'allPages', fix: fixBy(plan.edits) }] })
}
