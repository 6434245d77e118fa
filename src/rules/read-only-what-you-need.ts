import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { writtenInput } from './analysis/writtenInput.ts'
import { type SdkRequest, sdkRequest } from './sdk/sdkRequest.ts'
import { type Attributes, attributesOfList, merged } from './readOnlyNeeded/usedAttributes.ts'
import type { MessageData, Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { memberUses } from './sdkV2/answerUses.ts'

export const readOnlyWhatYouNeed: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Do not read more from tables and buckets than is used',
      url: pageOf('read-only-what-you-need'),
      recommended: true,
    },
    messages: {
      filteredScan:
        'A Scan reads the whole table, and is charged for it: its filter only leaves out of the answer what has been read. {{whyNoFix}}',
      wholeItems: 'Of each item only {{names}} is used, but all of it is sent and parsed. {{whyNoFix}}',
      onlyMetadata: 'The object itself is never read: HeadObject gives the same without it. {{whyNoFix}}',
    },
    schema: [],
  },
  create: context => ({
    CallExpression: (node: TSESTree.CallExpression) => check(node, context),
  }),
}

function check(node: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code } = context
  const request = sdkRequest(node, code)
  const found = request && excessOf(request, code)
  if (found && handlerCode(context).placeOf(node)) context.report({ node, ...found })
}

interface Excess {
  readonly messageId: string
  readonly data: MessageData
}

function excessOf(request: SdkRequest, code: SourceCode): Excess | undefined {
  if (request.service === 's3') return request.operation === 'GetObject' ? ofObject(request, code) : undefined
  if (!/^dynamodb$/.test(request.service)) return
  const written = writtenInput(request.input, code)
  if (!written) return
  const isFiltered = written.has('FilterExpression') || written.has('ScanFilter')
  if (request.operation === 'Scan' && isFiltered && !written.has('IndexName')) {
    const whyNoFix = 'A Query needs a key or an index that begins with what is asked for, which the table may not have.'
    return { messageId: 'filteredScan', data: { whyNoFix } }
  }
  const isNarrow = ['ProjectionExpression', 'AttributesToGet', 'Select', 'IndexName'].some(name => written.has(name))
  const names = isNarrow ? undefined : usedAttributes(request, code)
  if (!names || names.size === 0 || names.size > mostAttributes) return
  const whyNoFix =
    'A ProjectionExpression leaves the rest out, though not out of the capacity that is charged; names that DynamoDB reserves need placeholders there.'
  return { messageId: 'wholeItems', data: { names: [...names].map(name => `“${name}”`).join(', '), whyNoFix } }
}

/** With more of them, what is left out may be little. */
const mostAttributes = 3

/** Of lists only: one item that is fetched by its key often has little else. */
function usedAttributes({ operation, promise }: SdkRequest, code: SourceCode): Attributes {
  const lists = operation === 'Query' || operation === 'Scan' ? memberUses(promise, 'Items', code) : undefined
  return lists && merged(lists.map(list => attributesOfList(list, code)))
}

function ofObject({ input, promise }: SdkRequest, code: SourceCode): Excess | undefined {
  const written = writtenInput(input, code)
  if (written && ['Range', 'PartNumber'].some(name => written.has(name))) return
  const uses = memberUses(promise, 'Body', code)
  if (!uses || uses.length > 0) return
  const whyNoFix = 'It fails otherwise where the object is missing: with NotFound, and not with NoSuchKey.'
  return { messageId: 'onlyMetadata', data: { whyNoFix } }
}
