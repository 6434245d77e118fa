import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { handlerCode } from './analysis/handlerCode.ts'
import { importedName } from './analysis/importedName.ts'
import { wrapped } from './analysis/members.ts'
import { sdkRequest } from './sdk/sdkRequest.ts'
import { fixBy } from './fixBy.ts'
import type { Rule, RuleContext } from './rule.ts'
import { pageOf } from './rulePages.ts'
import { type WholeRead, wholeRead } from './wholeObjects/wholeRead.ts'

const findings = {
  copied: 'The object is held in memory as a whole, only to be stored again.',
  saved: 'The object is held in memory as a whole, only to be written to a file.',
  answered:
    'The object is held in memory as a whole, only to be the answer, as base64 a third longer and 6 MB at the most.',
}

export const streamLargeObjects: Rule = {
  meta: {
    type: 'suggestion',
    docs: {
      description: 'Let objects flow through instead of holding them in memory',
      url: pageOf('stream-large-objects'),
      recommended: true,
    },
    hasSuggestions: true,
    messages: {
      ...findings,
      ...Object.fromEntries(Object.entries(findings).map(([id, text]) => [`${id}NoFix`, `${text} {{whyNoFix}}`])),
      stream: 'Write the stream itself: when it breaks off, the file has what came until then',
    },
    schema: [],
  },
  create: context => {
    // Without it no object is read here.
    if (!/[gG]etObject/.test(context.sourceCode.text)) return {}
    return {
      Property: (node: TSESTree.Property) => checkProperty(node, context),
      CallExpression: (node: TSESTree.CallExpression) => checkWriting(node, context),
    }
  },
}

/** `Body` of what is stored, `body` of what is answered. */
function checkProperty(property: TSESTree.Property, context: RuleContext): void {
  const { sourceCode: code } = context
  const name = staticName(property.key, property.computed)
  if ((name !== 'Body' && name !== 'body') || property.parent.type !== 'ObjectExpression') return
  const read = wholeRead(property.value, code)
  if (!read || !handlerCode(context).placeOf(property)) return
  const node = read.reading ?? property.value
  if (name === 'Body' && isStored(property.parent, code)) {
    const whyNoFix =
      'Upload of @aws-sdk/lib-storage takes the stream as it is, PutObject only with its length; within S3, CopyObject needs neither.'
    context.report({ node, messageId: 'copiedNoFix', data: { whyNoFix } })
  } else if (name === 'body' && isBinaryAnswer(property.parent)) {
    const whyNoFix = 'A signed URL lets the caller fetch it from S3; response streaming passes it through.'
    context.report({ node, messageId: 'answeredNoFix', data: { whyNoFix } })
  }
}

/** The input of a PutObject, or the parameters of an Upload. */
function isStored(object: TSESTree.ObjectExpression, code: SourceCode): boolean {
  const holder = wrapped(object)
  const { parent } = holder
  if (parent?.type === 'NewExpression') {
    return importedName(parent.callee, code)?.path.join('.') === 'PutObjectCommand'
  }
  if (parent?.type === 'CallExpression') {
    const call = parent.parent.type === 'MemberExpression' ? parent.parent.parent : parent
    const request = call.type === 'CallExpression' ? sdkRequest(call, code) : undefined
    return request?.service === 's3' && /^(PutObject|Upload)$/.test(request.operation)
  }
  const isParams = parent?.type === 'Property' && staticName(parent.key, parent.computed) === 'params'
  const making = isParams ? parent.parent.parent : undefined
  return making?.type === 'NewExpression' && importedName(making.callee, code)?.module === '@aws-sdk/lib-storage'
}

function isBinaryAnswer({ properties }: TSESTree.ObjectExpression): boolean {
  return properties.some(
    one =>
      one.type === 'Property' &&
      staticName(one.key, one.computed) === 'isBase64Encoded' &&
      one.value.type === 'Literal' &&
      one.value.value === true,
  )
}

/** `writeFile(path, await Body.transformToByteArray())` */
function checkWriting(call: TSESTree.CallExpression, context: RuleContext): void {
  const { sourceCode: code, filename } = context
  const imported = importedName(call.callee, code)
  if (imported?.module !== 'fs' && imported?.module !== 'fs/promises') return
  const [, data] = call.arguments
  const writer = `${imported.module}.${imported.path.join('.')}`
  if (!data || !/^fs(\/promises|\.promises)?\.writeFile(Sync)?$/.test(writer)) return
  const read = wholeRead(data, code)
  if (!read || !handlerCode(context).placeOf(call)) return
  const node = read.reading ?? data
  const why = objectionTo(read, writer, filename)
  if (why !== undefined) context.report({ node, messageId: 'savedNoFix', data: { whyNoFix: why } })
  else {
    const [start, end] = data.range
    const fix = fixBy([{ start, end, newText: code.getText(read.body) }])
    context.report({ node, messageId: 'saved', suggest: [{ messageId: 'stream', fix }] })
  }
}

function objectionTo({ reading, isText, isInPlace }: WholeRead, writer: string, filename: string): string | undefined {
  if (!reading) return 'In v2, createReadStream() of the request gives a stream.'
  if (!writer.endsWith('promises.writeFile'))
    return 'pipeline() of stream/promises writes a stream to createWriteStream().'
  if (isText || !isInPlace)
    return 'It is read as something else than bytes, or under a name: pipeline() writes streams.'
  if (/\.[cm]?tsx?$/.test(filename)) return 'The SDK’s type of a body has more than writeFile() takes: assert Readable.'
  return
}
