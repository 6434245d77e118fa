import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { definitionsOf, handlerCode, type PerCallPlace } from './analysis/handlerCode.ts'
import { isMemoized } from './analysis/memoized.ts'
import { stableValue } from './analysis/stableValue.ts'
import { fixBy } from './fixBy.ts'
import { builtValue } from './lookups/builtValue.ts'
import { isOfPackage } from './lookups/packagedFile.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { asyncForm, isBesideOthers } from './syncWork/asyncForm.ts'
import { syncCall } from './syncWork/syncCalls.ts'

const findings = {
  alone: '{{name}} is waited for on every call, with nothing else going on meanwhile.',
  beside: '{{name}} holds up what goes on at the same time: one after the other waits for it.',
  calls: '{{name}} holds up the other calls that run in the environment at the same time.',
}

export const noSyncIoInHandler: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Do not hold up everything for a file, a process or a compression',
      url: pageOf('no-sync-io-in-handler'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      await: 'Await its async form: other work runs meanwhile, and may change what the code around it sees',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => check(node, context),
  }),
}

function check(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const call = syncCall(node, code)
  const place = call && handlerCode(context).placeOf(node)
  if (!call || !place || isMemoized(node, place.called.node, code) || isConstantFile(node, place, code)) return
  const { name } = call
  const isConcurrent = definitionsOf(place).some(({ functionKind }) => functionKind === 'managed-instances')
  const isBeside = isBesideOthers(node, code)
  if (!isBeside && !isConcurrent) {
    if (!call.isLong) return
    const whyNoFix = 'An async form would gain nothing: nothing of the call runs beside it.'
    context.report({ node, messageId: 'aloneNoFix', data: { name, whyNoFix } })
    return
  }
  const messageId = isBeside ? 'beside' : 'calls'
  const severity = isConcurrent ? ({ severity: 'warning' } as const) : {}
  const form = isBeside ? asyncForm(node, call, code) : { why: 'The functions up to the handler have to wait for it.' }
  if ('why' in form) {
    context.report({ node, messageId: `${messageId}NoFix`, data: { name, whyNoFix: form.why }, ...severity })
    return
  }
  const suggest = [{ messageId: 'await', fix: fixBy(form.edits) }]
  context.report({ node, messageId, data: { name }, suggest, ...severity })
}

/** What `cache-static-lookups` finds. */
function isConstantFile(node: TSESTree.CallExpression, { called }: PerCallPlace, code: SourceCode): boolean {
  const built = builtValue(node, code)
  if (built?.kind !== 'file') return false
  const value = stableValue(built.node, { code, called, isPure: built.isPure })
  return !('why' in value) && isOfPackage([built.node], [...value.locals, ...value.moduleVariables], code)
}
