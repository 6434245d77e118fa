import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isModuleLevel, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode, type PerCallPlace } from './analysis/handlerCode.ts'
import { isMemoized } from './analysis/memoized.ts'
import { type StableValue, stableValue } from './analysis/stableValue.ts'
import { fixBy } from './fixBy.ts'
import { buildOnce, type Keeping } from './lookups/buildOnce.ts'
import { type BuiltValue, builtValue } from './lookups/builtValue.ts'
import { keepPromise } from './lookups/keepPromise.ts'
import { isOfPackage, makesPath } from './lookups/packagedFile.ts'
import { type StaticLookup, staticLookup } from './lookups/staticLookup.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const findings = {
  parameter: 'The same parameters are asked for on every call.',
  secret: 'The same secret is asked for on every call.',
  file: 'The same file is read on every call.',
  schema: 'The same schema is built on every call.',
  template: 'The same template is compiled on every call.',
  verifier: 'A verifier is made on every call, and fetches its keys anew.',
}

export const cacheStaticLookups: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Fetch and build once what does not depend on the event',
      url: pageOf('cache-static-lookups'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      keep: 'Keep the answer for five minutes: a change is seen that much later',
      keepFile: 'Keep what is read: the file is read by the first call alone',
      build: 'Build it once, at the top of the file: a failure is then one of the start{{branch}}',
    },
    schema: [],
  },
  create: context => ({
    AwaitExpression: (node: TSESTree.AwaitExpression) => reportLookup(node, context),
    CallExpression: (node: TSESTree.CallExpression) => reportBuilding(node, context),
  }),
}

function reportLookup(node: TSESTree.AwaitExpression, context: RuleContext): void {
  const { sourceCode: code, filename } = context
  const lookup = staticLookup(node.argument, code)
  const place = lookup && placeIn(node, context)
  if (!lookup || !place) return
  const value = inputsOf(lookup, place, code)
  if (!value || (lookup.kind === 'file' && !isOfPackage(lookup.inputs, variablesOf(value), code))) return
  const plan = keepPromise(lookup, node, { value, place, code, isTypeScript: /\.[cm]?tsx?$/.test(filename) })
  const suggestion = lookup.kind === 'file' ? 'keepFile' : 'keep'
  report({ node, kind: lookup.kind, plan, suggestion }, context)
}

/** What a request is made of, where that is the same in every call. */
function inputsOf(
  { inputs, client }: StaticLookup,
  { called }: PerCallPlace,
  code: SourceCode,
): StableValue | undefined {
  const isPure = (call: TSESTree.NewExpression | TSESTree.CallExpression) => makesPath(call, code)
  const values: StableValue[] = []
  for (const input of inputs) {
    const value = stableValue(input, { code, called, isPure })
    if ('why' in value) return
    values.push(value)
  }
  const shared = client && resolve(client, code)
  return {
    locals: values.flatMap(({ locals }) => locals),
    moduleVariables: [
      ...values.flatMap(({ moduleVariables }) => moduleVariables),
      ...(shared && isModuleLevel(shared) ? [shared] : []),
    ],
    readsEnvironment: values.some(({ readsEnvironment }) => readsEnvironment),
  }
}

function reportBuilding(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const built = builtValue(node, code)
  const place = built && placeIn(built.node, context)
  if (!built || !place) return
  const value = stableValue(built.node, { code, called: place.called, isPure: built.isPure })
  if ('why' in value || (built.kind === 'file' && !isOfPackage([built.node], variablesOf(value), code))) return
  const plan = buildOnce(built, { value, place, code })
  report({ node: built.node, kind: built.kind, plan, suggestion: 'build', branch: place.branch }, context)
}

/** Where a call gets by itself, not only when nothing is kept yet, nor in a replay. */
function placeIn(node: TSESTree.Node, context: RuleContext): PerCallPlace | undefined {
  const { sourceCode: code } = context
  const place = handlerCode(context).placeOf(node)
  return place && !isMemoized(node, place.called.node, code) && !isDurable(place, code) ? place : undefined
}

interface Found {
  readonly node: TSESTree.Node
  readonly kind: BuiltValue['kind'] | StaticLookup['kind']
  readonly plan: Keeping
  readonly suggestion: 'keep' | 'keepFile' | 'build'
  readonly branch?: boolean
}

function report({ node, kind, plan, suggestion, branch = false }: Found, context: RuleContext): void {
  if ('why' in plan) {
    context.report({ node, messageId: `${kind}NoFix`, data: { whyNoFix: plan.why } })
    return
  }
  const data = { branch: branch ? ', also for calls that do not get here' : '' }
  context.report({ node, messageId: kind, suggest: [{ messageId: suggestion, data, fix: fixBy(plan.edits) }] })
}

function variablesOf({ locals, moduleVariables }: StableValue) {
  return [...locals, ...moduleVariables]
}
