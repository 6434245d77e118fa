import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { handlerCode } from './analysis/handlerCode.ts'
import { isMemoized } from './analysis/memoized.ts'
import type { ClientKind } from './clients/clientKinds.ts'
import { type HoistPlan, hoistPlan } from './clients/hoistPlan.ts'
import { type MadeClient, madeClient } from './clients/madeClient.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

export const hoistSdkClient: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Make clients, pools and agents once, not on every call',
      url: pageOf('hoist-sdk-client'),
      recommended: true,
      fixesCombine: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    messages: {
      perCall:
        'A new {{label}} is made on every call, and its connections anew. Made once, at the top of the file, calls share them.',
      perCallNoFix: 'A new {{label}} is made on every call, and its connections anew. {{whyNoFix}}',
      hoist: 'Make “{{name}}” once, at the top of the file: {{change}}',
    },
    schema: [],
  },
  create: context => {
    const check = (node: TSESTree.NewExpression | TSESTree.CallExpression) => report(node, context)
    return { NewExpression: check, CallExpression: check }
  },
}

function report(node: TSESTree.NewExpression | TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode } = context
  const place = handlerCode(context).placeOf(node)
  const client = place && madeClient(node, sourceCode)
  if (!client || isMemoized(node, place.called.node, sourceCode)) return
  const plan = hoistPlan({ client, place, code: sourceCode })
  const { label, kind } = client
  if ('whyNoFix' in plan) {
    if (kind.group === 'own') return
    context.report({ node, messageId: 'perCallNoFix', data: { label, whyNoFix: plan.whyNoFix } })
    return
  }
  const fix = fixBy(plan.edits)
  const data = { label }
  if (plan.edit === 'fix') context.report({ node, messageId: 'perCall', data, fix })
  else {
    const suggestion = {
      messageId: 'hoist',
      data: { name: plan.name, change: changeBy(plan, client, place.branch) },
      fix,
    }
    context.report({ node, messageId: 'perCall', data, suggest: [suggestion] })
  }
}

const changes: Readonly<Record<ClientKind['group'], string>> = {
  sdk: '',
  'sdk-v2': '',
  agent: '',
  http: '',
  api: 'its key is read when an environment starts, and a missing one fails there.',
  database: 'its connections stay open from call to call',
  own: 'all calls of an environment share it.',
}

function changeBy({ removed }: Extract<HoistPlan, { edit: unknown }>, { kind }: MadeClient, branch: boolean): string {
  if (branch && kind.edit === 'fix') return 'also for calls that do not get here.'
  if (kind.group !== 'database') return changes[kind.group]
  return removed.length > 0
    ? `${changes.database}, ${removed.map(name => `${name}()`).join(', ')} goes.`
    : `${changes.database}.`
}
