import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { handlerCode } from './analysis/handlerCode.ts'
import { moduleLoads } from './analysis/moduleLoads.ts'
import { fixBy } from './fixBy.ts'
import { aggregatedClient } from './narrowImport/aggregatedClient.ts'
import { wholeModule } from './narrowImport/wholeModules.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const findings = {
  wholeSdk: 'All services of the SDK v2 are loaded and shipped, where clients have modules of their own.',
  wholeLibrary: 'All of “{{module}}” is loaded and shipped.',
  namespace:
    'This imports “{{module}}” as a whole; names say what is needed of it, so that any bundler can leave out the rest.',
  aggregated:
    '“{{name}}” brings in all commands of its service, of which {{used}}: “{{name}}Client” brings in what is sent by it.',
}

export const narrowSdkImport: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Import the clients, commands and functions that are used, not whole libraries',
      url: pageOf('narrow-sdk-import'),
      recommended: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      narrow: 'Import {{entries}}: the types need esModuleInterop in tsconfig.json',
    },
    schema: [],
  },
  create: context => ({
    Program: () => reportModules(context),
    NewExpression: (node: TSESTree.NewExpression) => reportClient(node, context),
  }),
}

function reportModules(context: RuleContext): void {
  if (!hasHandlers(context)) return
  const { sourceCode, filename } = context
  for (const load of moduleLoads(sourceCode)) {
    const found = wholeModule(load, sourceCode)
    if (!found) continue
    const { node, module } = load
    const { messageId, narrowing } = found
    if ('why' in narrowing) {
      context.report({ node, messageId: `${messageId}NoFix`, data: { module, whyNoFix: narrowing.why } })
      continue
    }
    const fix = fixBy(narrowing.edits)
    const data = { module }
    // The types of a module of its own are those of a default import, which TypeScript has to be told to allow.
    if (/\.[cm]?tsx?$/.test(filename) && narrowing.entries.some(entry => entry.includes('/'))) {
      const suggest = [{ messageId: 'narrow', data: { entries: narrowing.entries.join(', ') }, fix }]
      context.report({ node, messageId, data, suggest })
    } else context.report({ node, messageId, data, fix })
  }
}

function reportClient(node: TSESTree.NewExpression, context: RuleContext): void {
  const found = aggregatedClient(node, context.sourceCode)
  if (!found || !hasHandlers(context)) return
  const { name, command, narrowing } = found
  const data = { name, used: command === undefined ? 'none is called by it' : `one is called (${command})` }
  if ('why' in narrowing) {
    context.report({ node, messageId: 'aggregatedNoFix', data: { ...data, whyNoFix: narrowing.why } })
  } else context.report({ node, messageId: 'aggregated', data, fix: fixBy(narrowing.edits) })
}

/** What other files load may not be a part of any function. */
function hasHandlers(context: RuleContext): boolean {
  return handlerCode(context).functions.length > 0
}
