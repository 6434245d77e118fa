import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isModuleLevel } from '#syntax/javascript/names.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { fixBy } from './fixBy.ts'
import { keptData } from './requestState/keptData.ts'
import { moveIntoFunction } from './requestState/moveIntoFunction.ts'
import { onceComputed } from './requestState/onceComputed.ts'
import type { Problem, Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const findings = {
  time: '“{{name}}” is the time at which the environment started: all its calls see the same, for hours.',
  random: '“{{name}}” is made when the environment starts: all its calls get the same.',
  first: '“{{name}}” keeps what one call was asked: later calls of the environment see it, whatever they are asked.',
  earlier: '“{{name}}” is set by some calls only: the others see what an earlier one was asked.',
  grows: '“{{name}}” keeps what each call was asked, and is never emptied: later calls see all of it.',
  shared: '“{{name}}” is one for all calls that run here at the same time: they overwrite each other’s.',
}

export const noRequestStateAtModuleScope: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Keep what belongs to one call out of variables that all calls share',
      url: pageOf('no-request-state-at-module-scope'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      move: 'Declare “{{name}}” in its function: each call has its own',
    },
    schema: [],
  },
  create: context => ({
    VariableDeclarator: (node: TSESTree.VariableDeclarator) => check(node, context),
  }),
}

function check(node: TSESTree.VariableDeclarator, context: RuleContext): void {
  const { sourceCode: code } = context
  const calls = handlerCode(context)
  const variables = code.scopeManager?.getDeclaredVariables(node) ?? []
  if (calls.functions.length === 0 || !variables.some(isModuleLevel)) return
  const once = onceComputed(node, calls, code)
  if (once) {
    report({ node, messageId: once.kind, variable: once.variable }, context)
    return
  }
  for (const variable of variables) {
    const found = keptData(variable, calls, code)
    if (found) report({ node: found.node, messageId: found.messageId, variable }, context)
  }
}

interface Found {
  readonly node: TSESTree.Node
  readonly messageId: keyof typeof findings
  readonly variable: Variable
}

function report({ node, messageId, variable }: Found, context: RuleContext): void {
  const calls = handlerCode(context)
  const plan = moveIntoFunction(variable, calls, context.sourceCode)
  const severity: Pick<Problem, 'severity'> = isGrave(context) ? { severity: 'warning' } : {}
  const data = { name: variable.name }
  if ('why' in plan) {
    context.report({ node, messageId: `${messageId}NoFix`, data: { ...data, whyNoFix: plan.why }, ...severity })
    return
  }
  const suggest = [{ messageId: 'move', data, fix: fixBy(plan.edits) }]
  context.report({ node, messageId, data, suggest, ...severity })
}

/** Where calls run at the same time, or the callers of one function must never see each other's. */
function isGrave(context: RuleContext): boolean {
  return handlerCode(context).definitions.some(
    ({ functionKind }) => functionKind === 'managed-instances' || functionKind === 'tenant-isolated',
  )
}
