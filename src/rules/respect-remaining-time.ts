import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { mentions } from './analysis/mentions.ts'
import { isDurable } from './analysis/durableHandlers.ts'
import { definitionsOf, handlerCode } from './analysis/handlerCode.ts'
import { isFunction } from './analysis/pathToFunction.ts'
import { isOfSingleRecords } from './loops/eventOrder.ts'
import { isLoop, type Loop } from './loops/itemLoop.ts'
import { isBatchLoop } from './remainingTime/batchLoop.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'

const asksForTime = /remaining(Time|Ms|Millis)|deadline|timeLeft/i

export const respectRemainingTime: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Stop a long loop before the timeout does',
      url: pageOf('respect-remaining-time'),
      recommended: true,
    },
    messages: {
      endless:
        'The timeout of {{timeout}} s ends this loop wherever it is then, and the call fails. context.getRemainingTimeInMillis() says when to stop. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => {
    const check = (loop: Loop) => report(loop, context)
    return {
      ForOfStatement: check,
      ForStatement: check,
      WhileStatement: check,
      DoWhileStatement: check,
    }
  },
}

/** Of functions with shorter ones nobody expects long work. */
const longestShortSeconds = 60

function report(loop: Loop, context: RuleContext): void {
  const { sourceCode: code } = context
  if (mentions(asksForTime, code)) return
  const place = handlerCode(context).placeOf(loop)
  if (!place || isInLoop(loop) || isDurable(place, code) || !isBatchLoop(loop, code)) return
  if (isOfSingleRecords(loop, place, code)) return
  const timeouts = definitionsOf(place).map(({ timeoutSeconds = 0 }) => timeoutSeconds)
  if (timeouts.length === 0 || timeouts.some(seconds => seconds < longestShortSeconds)) return
  const whyNoFix = 'Who goes on with the rest is for you to say.'
  context.report({
    node: headOf(loop),
    messageId: 'endless',
    data: { timeout: String(Math.min(...timeouts)), whyNoFix },
  })
}

/** The whole loop would be too much to underline. */
function headOf(loop: Loop): TSESTree.Node {
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return loop.right
  return loop.test ?? loop
}

function isInLoop(loop: Loop): boolean {
  for (let at: TSESTree.Node | undefined = loop.parent; at && !isFunction(at); at = at.parent)
    if (isLoop(at)) return true
  return false
}
