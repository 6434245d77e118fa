import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { isDurable } from './analysis/durableHandlers.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { isWaitedFor } from './analysis/waiting.ts'
import { writtenInput } from './analysis/writtenInput.ts'
import { callbackRequest, type SdkRequest, sdkRequest } from './sdk/sdkRequest.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

export const noSyncLambdaInvoke: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Do not wait for another function’s answer',
      url: pageOf('no-sync-lambda-invoke'),
      recommended: true,
    },
    messages: {
      waits:
        'Waits for another function: both are paid for meanwhile, and what delays or fails one of them does so with both. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context =>
    calling.test(context.sourceCode.text)
      ? {}
      : { CallExpression: (node: TSESTree.CallExpression) => check(node, context) },
}

/** What keeps functions warm, or tries a new version for CodeDeploy, is there to call them. */
const calling = /warm(er|ing|up)|LifecycleEventHook/i

function check(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const request = sdkRequest(node, code) ?? callbackRequest(node, code)
  if (request?.service !== 'lambda' || request.operation !== 'Invoke') return
  const place = handlerCode(context).placeOf(node)
  if (!place || isDurable(place, code) || !asksForAnswer(request, code) || !isWaitedFor(request.promise)) return
  const isUnused = request.promise.parent.type === 'AwaitExpression' && isStatement(request.promise.parent)
  const whyNoFix = isUnused
    ? 'Its answer is not used: InvocationType Event would not wait for it, but would not tell of its failures here either.'
    : 'What the answer is for decides what can take its place: an event or a queue, Step Functions calling both, or the code itself.'
  context.report({ node, messageId: 'waits', data: { whyNoFix } })
}

/** Whether it is known to be called for its answer, as it is where nothing else is said. */
function asksForAnswer({ input }: SdkRequest, code: SourceCode): boolean {
  const written = writtenInput(input, code)
  if (!written) return false
  const type = written.get('InvocationType')
  return type === undefined || /^(['"`]|InvocationType\.)RequestResponse['"`]?$/.test(code.getText(type))
}

function isStatement({ parent }: TSESTree.AwaitExpression): boolean {
  return parent.type === 'ExpressionStatement'
}
