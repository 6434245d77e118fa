import { formatPercent } from '#common/format.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { type ModuleLoad, moduleLoads } from './analysis/moduleLoads.ts'
import { type DefinitionFacts, factsOf } from './facts.ts'
import { fixBy } from './fixBy.ts'
import { heaviness } from './lazyImport/heavyModule.ts'
import { lateLoad } from './lazyImport/lateLoad.ts'
import { lateUses } from './lazyImport/lateUses.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const finding =
  '“{{module}}” ({{weight}}) is loaded with every start, and used in some branches only. Loaded there, it pays on average where less than {{share}} of the environments get to them: a start has a full CPU, a call memory/1769 of one.'

export const lazyImportHeavyModule: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Load heavy modules in the branches that need them',
      url: pageOf('lazy-import-heavy-module'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      heavy: finding,
      heavyNoFix: `${finding} {{whyNoFix}}`,
      loadLate: 'Load “{{module}}” where it is used: the first call that gets there waits for it{{bundles}}',
    },
    schema: [],
  },
  create: context => ({
    Program: () => {
      const definitions = handlerCode(context).definitions
      // There starts cost nobody's time.
      if (definitions.some(({ provisionedConcurrency = 0, snapStart }) => provisionedConcurrency > 0 || snapStart))
        return
      for (const load of moduleLoads(context.sourceCode)) report(load, definitions, context)
    },
  }),
}

function report(load: ModuleLoad, definitions: readonly DefinitionFacts[], context: RuleContext): void {
  const { sourceCode: code } = context
  const { node, module, source } = load
  const weight = heaviness(module, factsOf(context).modules?.[source.value])
  const calls = handlerCode(context)
  if (weight === undefined || !load.statement || calls.functions.length === 0) return
  const uses = lateUses(load, calls, code)
  if (uses === 'always') return
  const data = { module, weight, share: breakEven(definitions) }
  const plan = 'why' in uses ? uses : lateLoad(load, uses.blocks, code)
  if ('why' in plan) {
    context.report({ node, messageId: 'heavyNoFix', data: { ...data, whyNoFix: plan.why } })
    return
  }
  const bundles = node.type === 'ImportDeclaration' ? '; a bundle of one ES module has to be split for that' : ''
  const suggest = [{ messageId: 'loadLate', data: { module, bundles }, fix: fixBy(plan.edits) }]
  context.report({ node, messageId: 'heavy', data, suggest })
}

/** The share of environments below which loading late pays: min(1, memory/1769), of the smallest function known. */
function breakEven(definitions: readonly DefinitionFacts[]): string {
  const memories = definitions.flatMap(({ memoryMb }) => memoryMb ?? [])
  if (memories.length === 0) return 'memory/1769 (from 1,769 MB on: 100 %)'
  const memoryMb = Math.min(...memories)
  return `${formatPercent(Math.min(1, memoryMb / 1769))} (${memoryMb} MB)`
}
