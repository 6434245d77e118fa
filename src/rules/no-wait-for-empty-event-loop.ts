import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { type CalledFunction, handlerCode } from './analysis/handlerCode.ts'
import { functionAround } from './analysis/pathToFunction.ts'
import { asyncConversion } from './callbackHandlers/asyncConversion.ts'
import { eventLoopEdits } from './clients/eventLoop.ts'
import { madeClient } from './clients/madeClient.ts'
import { fixBy } from './fixBy.ts'
import type { Problem, Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const findings = {
  dropped: 'From Node.js 24 on, Lambda no longer calls handlers with a callback: on {{runtime}} every call fails.',
  waits:
    'Lambda answers only when nothing is left to wait for, and the connection of the {{label}} stays open: each call lasts until it closes, or times out.',
}

export const noWaitForEmptyEventLoop: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Do not let handlers with a callback wait for open connections',
      url: pageOf('no-wait-for-empty-event-loop'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      convert:
        'Make the handler async: its answer is what it returns, and work that it has not awaited by then is lost or goes on in a later call',
      answer:
        'Answer as soon as the callback is called: work that is still going on then is lost or goes on in a later call',
    },
    schema: [],
  },
  create: context => ({ 'Program:exit': () => check(context) }),
}

function check(context: RuleContext): void {
  for (const called of handlerCode(context).functions) {
    const { node, role } = called
    const [, , callback] = node.params
    // The runtime tells them by their number of parameters.
    if (role !== 'handler' || node.async || node.generator || !callback || isWrapped(node)) continue
    const runtime = droppingRuntime(called)
    if (runtime !== undefined) reportDropped(called, callback, runtime, context)
    else reportWaiting(called, callback, context)
  }
}

/** A wrapper may take the callback itself. */
function isWrapped({ parent }: FunctionNode): boolean {
  return parent.type === 'CallExpression'
}

function droppingRuntime({ handlers }: CalledFunction): string | undefined {
  const runtimes = handlers.flatMap(({ facts }) => facts?.definitions ?? []).map(({ runtime = '' }) => runtime)
  return runtimes.find(runtime => Number(/^nodejs(\d+)\./.exec(runtime)?.[1]) >= 24)
}

function reportDropped(
  { node: handler }: CalledFunction,
  node: TSESTree.Node,
  runtime: string,
  { sourceCode: code, report }: RuleContext,
): void {
  const plan = asyncConversion(handler, code)
  if ('why' in plan) {
    report({ node, messageId: 'droppedNoFix', data: { runtime, whyNoFix: plan.why } })
    return
  }
  report({ node, messageId: 'dropped', data: { runtime }, suggest: [{ messageId: 'convert', fix: fixBy(plan.edits) }] })
}

function reportWaiting(called: CalledFunction, node: TSESTree.Node, context: RuleContext): void {
  const { sourceCode: code } = context
  const isHandled = /callbackWaitsForEmptyEventLoop|\.(end|close|quit|destroy|disconnect|\$disconnect)\(/.test(
    code.text,
  )
  const label = isHandled || !callsBack(node, code) ? undefined : openConnection(code)
  if (label === undefined) return
  const conversion = asyncConversion(called.node, code)
  const edits = eventLoopEdits({ called, branch: false, caught: false, repeated: false }, code)
  const suggest: NonNullable<Problem['suggest']> = [
    ...('why' in conversion ? [] : [{ messageId: 'convert', fix: fixBy(conversion.edits) }]),
    ...('why' in edits ? [] : [{ messageId: 'answer', fix: fixBy(edits) }]),
  ]
  if (suggest.length > 0) context.report({ node, messageId: 'waits', data: { label }, suggest })
  else {
    const whyNoFix = 'why' in edits ? edits.why : 'Set callbackWaitsForEmptyEventLoop of its context to false.'
    context.report({ node, messageId: 'waitsNoFix', data: { label, whyNoFix } })
  }
}

function callsBack(parameter: TSESTree.Node, code: SourceCode): boolean {
  if (parameter.type !== 'Identifier') return false
  return [...descendants(code.ast, code)].some(
    node =>
      node.type === 'Identifier' && node !== parameter && resolve(node, code)?.identifiers.includes(parameter) === true,
  )
}

/** What keeps a connection open from call to call: a database client that the file makes once. */
function openConnection(code: SourceCode): string | undefined {
  for (const node of descendants(code.ast, code)) {
    if ((node.type !== 'NewExpression' && node.type !== 'CallExpression') || functionAround(node)) continue
    const client = madeClient(node, code)
    if (client?.kind.group === 'database') return client.label
  }
  return
}
