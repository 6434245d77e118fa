import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { addProperty } from '#syntax/javascript/objectEdits.ts'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { checkedPut } from './checkThenAct/getThenPut.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const finding =
  'Whether the item is there was asked before: another call may put it in between, and this one replaces it.'

export const noCheckThenAct: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Put with a condition, not after a look',
      url: pageOf('no-check-then-act'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      race: finding,
      raceNoFix: `${finding} {{whyNoFix}}`,
      condition:
        'Put it only where there is none: of two calls at once, one fails with ConditionalCheckFailedException',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => report(node, context),
  }),
}

function report(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const found = checkedPut(node, code)
  const place = found && handlerCode(context).placeOf(node)
  if (!found || !place || isDurable(place, code)) return
  if (found.key === undefined) {
    const whyNoFix =
      'A condition sees the item’s own key only: put a second item whose key is what was searched for, both in one transaction.'
    context.report({ node, messageId: 'raceNoFix', data: { whyNoFix } })
    return
  }
  const name = /^[\w$]+$/.test(found.key) ? found.key : ''
  if (name === '') {
    context.report({ node, messageId: 'raceNoFix', data: { whyNoFix: 'The key’s name is to be written by hand.' } })
    return
  }
  const condition = `ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': '${name}' }`
  const fix = fixBy([addProperty(found.input, condition, code)])
  context.report({ node, messageId: 'race', suggest: [{ messageId: 'condition', fix }] })
}
