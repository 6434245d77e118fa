import { type ModuleLoad, moduleLoads } from './analysis/moduleLoads.ts'
import { factsOf } from './facts.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { migration } from './sdkV2/migration.ts'
import { isV2Module } from './sdkV2/services.ts'

const finding =
  'This is the AWS SDK v2: out of support since September 2025, no part of the runtimes from nodejs18.x on, and slow to load{{measured}}.'

export const noAwsSdkV2: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Use the AWS SDK v3 instead of v2',
      url: pageOf('no-aws-sdk-v2'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      v2: finding,
      v2NoFix: `${finding} {{whyNoFix}}`,
      migrate: 'Use the SDK v3 ({{packages}}, to be installed): errors have a name instead of a code{{differences}}',
    },
    schema: [],
  },
  create: context => ({
    Program: () => {
      for (const load of moduleLoads(context.sourceCode)) if (isV2Module(load.module)) report(load, context)
    },
  }),
}

function report(load: ModuleLoad, context: RuleContext): void {
  const { node, module } = load
  const initMs = factsOf(context).modules?.[module]?.initMs
  const measured = initMs === undefined ? '' : ` (${Math.round(initMs)} ms)`
  const plan = migration(load, context.sourceCode)
  if ('why' in plan) {
    context.report({ node, messageId: 'v2NoFix', data: { measured, whyNoFix: plan.why } })
    return
  }
  const { packages, differences, edits } = plan
  const data = {
    packages: packages.join(', '),
    differences: differences.map(one => `, ${one}`).join(''),
  }
  const suggest = [{ messageId: 'migrate', data, fix: fixBy(edits) }]
  context.report({ node, messageId: 'v2', data: { measured }, suggest })
}
