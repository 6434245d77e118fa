import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { handlerCode } from './analysis/handlerCode.ts'
import { isMemoized } from './analysis/memoized.ts'
import { wrapped } from './analysis/members.ts'
import { functionAround } from './analysis/pathToFunction.ts'
import { hoistPlan } from './clients/hoistPlan.ts'
import { madeClient } from './clients/madeClient.ts'
import { agentWithoutKeepAlive, type ClosingSetting, closingProperty, isAgent } from './connections/agents.ts'
import { largePool } from './connections/largePool.ts'
import { isOfRequest } from './connections/requests.ts'
import { isV2WithoutKeepAlive, keepAliveTurnedOff, keepAliveVariable, setKeepAlive } from './connections/v2KeepAlive.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const again = 'each request opens a connection of its own, with its handshakes.'

const findings = {
  keepAliveOff: `Keep-alive is turned off here: ${again}`,
  keepAliveMissing: `This agent has no keepAlive, unlike the one of Node.js itself: ${again}`,
  ownAgent: `“agent: false” makes an agent for this request alone: ${again}`,
  connectionClose: `“Connection: close” ends the connection with the request: ${again}`,
  perRequest: `An agent is made for each request, and so ${again}`,
  v2: `The SDK v2 does not keep connections open by itself: ${again}`,
}

export const reuseConnections: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Keep connections open from request to request',
      url: pageOf('reuse-connections'),
      recommended: true,
    },
    fixable: 'code',
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      setVariable: `Set ${keepAliveVariable} below the imports; not needed where the function’s environment has it`,
      hoist: 'Make the agent once, at the top of the file: also for calls that do not get here',
      largePool:
        'A pool of {{size}} connections, where one query runs at a time: an environment serves one call at a time, and the others stay unused. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => {
    let isV2Reported = false
    return {
      Property: (node: TSESTree.Property) => {
        if (isLiteral(node.value)) reportSetting(closingProperty(node, context.sourceCode), context)
      },
      NewExpression: (node: TSESTree.NewExpression) => {
        if (!reportAgentOfRequest(node, context))
          reportSetting(agentWithoutKeepAlive(node, context.sourceCode), context)
        reportPool(node, context)
        if (!isV2Reported) isV2Reported = reportV2(node, context)
      },
      CallExpression: (node: TSESTree.CallExpression) => reportPool(node, context),
      AssignmentExpression: (node: TSESTree.AssignmentExpression) => {
        const value = keepAliveTurnedOff(node, context.sourceCode)
        if (!value || !hasHandlers(context)) return
        const [start, end] = value.range
        context.report({ node, messageId: 'keepAliveOff', fix: fixBy([{ start, end, newText: "'1'" }]) })
      },
    }
  },
}

function reportSetting(found: ClosingSetting | undefined, context: RuleContext): void {
  if (!found || !hasHandlers(context)) return
  const { node, messageId, change } = found
  if ('why' in change) context.report({ node, messageId: `${messageId}NoFix`, data: { whyNoFix: change.why } })
  else context.report({ node, messageId, fix: fixBy(change) })
}

/** An agent written out in the options of a request, anew for each. */
function reportAgentOfRequest(node: TSESTree.NewExpression, context: RuleContext): boolean {
  const { sourceCode: code } = context
  const around = functionAround(node)
  const isWrittenOut = wrapped(node).parent?.type === 'Property' && isAgent(node, code) && isOfRequest(node, code)
  if (!around || !isWrittenOut || !hasHandlers(context)) return false
  if (isMemoized(node, around, code)) return true
  const place = handlerCode(context).placeOf(node)
  const client = madeClient(node, code)
  const plan =
    place && client
      ? hoistPlan({ client, place, code })
      : { whyNoFix: 'It is made in a function of which it is not known when it is called.' }
  if ('whyNoFix' in plan) context.report({ node, messageId: 'perRequestNoFix', data: { whyNoFix: plan.whyNoFix } })
  else if (plan.edit === 'fix') context.report({ node, messageId: 'perRequest', fix: fixBy(plan.edits) })
  else context.report({ node, messageId: 'perRequest', suggest: [{ messageId: 'hoist', fix: fixBy(plan.edits) }] })
  return true
}

/** Once in a file: the variable is one for all clients. */
function reportV2(node: TSESTree.NewExpression, context: RuleContext): boolean {
  const { sourceCode: code } = context
  const definitions = handlerCode(context).definitions
  if (!isV2WithoutKeepAlive(node, definitions, code) || !hasHandlers(context)) return false
  const edit = setKeepAlive(code)
  if (!edit) {
    const whyNoFix = `The file has no imports below which ${keepAliveVariable} could be set.`
    context.report({ node, messageId: 'v2NoFix', data: { whyNoFix } })
    return true
  }
  const fix = fixBy([edit])
  const isEnvironmentKnown =
    definitions.length > 0 &&
    definitions.every(({ environment, unresolved }) => environment && !unresolved?.includes('environment'))
  if (isEnvironmentKnown) context.report({ node, messageId: 'v2', fix })
  else context.report({ node, messageId: 'v2', suggest: [{ messageId: 'setVariable', fix }] })
  return true
}

function reportPool(node: TSESTree.NewExpression | TSESTree.CallExpression, context: RuleContext): void {
  const found = largePool(node, handlerCode(context), context.sourceCode)
  if (!found || handlerCode(context).definitions.some(({ functionKind = 'event' }) => functionKind !== 'event')) return
  const whyNoFix = 'How many it should have is for you to say: one, unless queries are to run in parallel.'
  context.report({ node: found.node, messageId: 'largePool', data: { size: String(found.size), whyNoFix } })
}

/** Agents of other files may be for other programs. */
function hasHandlers(context: RuleContext): boolean {
  return handlerCode(context).functions.length > 0
}

function isLiteral({ type }: TSESTree.Node): boolean {
  return type === 'Literal'
}
