import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { unwrapped } from '../analysis/members.ts'
import { writtenInput } from '../analysis/writtenInput.ts'
import { type SdkRequest, sdkRequest } from '../sdk/sdkRequest.ts'

/** An object of S3 that is read into memory as a whole. */
export interface WholeRead {
  /** Where the bytes are asked for; undefined in v2, whose answers have them already. */
  readonly reading?: TSESTree.CallExpression
  /** The stream, or the bytes of v2. */
  readonly body: TSESTree.Node
  readonly isText: boolean
  /** It is used right where it is read. */
  readonly isInPlace: boolean
}

/** The object whose bytes an expression is, as they are and for nothing else; undefined for all that is made of them. */
export function wholeRead(node: TSESTree.Node, code: SourceCode, depth = 0): WholeRead | undefined {
  if (depth > 8) return
  const bare = unwrapped(node)
  const follow = (next: TSESTree.Node) => wholeRead(next, code, depth + 1)
  const isOfV2 = isBodyOfAnswer(bare, code, 'v2')
  if (isOfV2) return { body: bare, isText: false, isInPlace: bare.type !== 'Identifier' }
  switch (bare.type) {
    case 'Identifier': {
      const init = onlyUse(bare, code)
      const found = init && follow(init)
      return found && { ...found, isInPlace: false }
    }
    case 'AwaitExpression':
      return follow(bare.argument)
    case 'CallExpression':
      return ofCall(bare, code, follow)
    default:
      return
  }
}

function ofCall(
  call: TSESTree.CallExpression,
  code: SourceCode,
  follow: (node: TSESTree.Node) => WholeRead | undefined,
): WholeRead | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return
  const method = staticName(callee.property, callee.computed)
  const [first] = call.arguments
  if (code.getText(callee) === 'Buffer.from' && first) {
    const found = follow(first)
    return found && { ...found, isInPlace: false }
  }
  if (method === 'toString') {
    const found = follow(callee.object)
    return found && { ...found, isText: true, isInPlace: false }
  }
  if (method !== 'transformToByteArray' && method !== 'transformToString') return
  const body = unwrapped(callee.object)
  if (!isBodyOfAnswer(body, code, 'v3')) return
  return { reading: call, body: callee.object, isText: method === 'transformToString', isInPlace: true }
}

/** What a variable is declared with, where one place alone uses it. */
function onlyUse(name: TSESTree.Identifier, code: SourceCode): TSESTree.Node | undefined {
  const variable = resolve(name, code)
  const [definition] = variable?.defs ?? []
  const uses = variable?.references.filter(({ init }) => !init) ?? []
  if (definition?.node.type !== 'VariableDeclarator' || uses.length !== 1) return
  const { id, init } = definition.node
  return id.type === 'Identifier' ? (init ?? undefined) : undefined
}

/** `answer.Body` of a GetObject without a range, `Body` taken out of it, or another name of either. */
function isBodyOfAnswer(node: TSESTree.Node, code: SourceCode, version: 'v2' | 'v3', depth = 0): boolean {
  if (depth > 5) return false
  if (node.type === 'MemberExpression') {
    return staticName(node.property, node.computed) === 'Body' && isAnswer(node.object, code, version)
  }
  const definition = node.type === 'Identifier' ? resolve(node, code)?.defs[0] : undefined
  if (definition?.node.type !== 'VariableDeclarator' || !definition.node.init) return false
  const { id, init } = definition.node
  if (id.type === 'Identifier') return isBodyOfAnswer(unwrapped(init), code, version, depth + 1)
  if (id.type !== 'ObjectPattern') return false
  const property = id.properties.find(one => one.type === 'Property' && one.value === definition.name)
  const isBody = property?.type === 'Property' && staticName(property.key, property.computed) === 'Body'
  return isBody && isAnswer(init, code, version)
}

function isAnswer(node: TSESTree.Node, code: SourceCode, version: 'v2' | 'v3', depth = 0): boolean {
  const bare = unwrapped(node)
  if (bare.type === 'Identifier' && depth < 5) {
    const definition = resolve(bare, code)?.defs[0]?.node
    const isPlain = definition?.type === 'VariableDeclarator' && definition.id.type === 'Identifier'
    return isPlain && definition.init !== null && isAnswer(definition.init, code, version, depth + 1)
  }
  const call = bare.type === 'AwaitExpression' ? unwrapped(bare.argument) : undefined
  const request = call?.type === 'CallExpression' ? sdkRequest(call, code) : undefined
  return request !== undefined && isWholeObject(request, code) && `v${request.version}` === version
}

function isWholeObject({ service, operation, input }: SdkRequest, code: SourceCode): boolean {
  if (service !== 's3' || operation !== 'GetObject') return false
  const written = writtenInput(input, code)
  return !written?.has('Range') && !written?.has('PartNumber')
}
