import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { ModuleExport } from './moduleExport.ts'
import { staticName } from './moduleBindings.ts'
import type { Bindings, Working } from './workingFunction.ts'

interface Shape {
  readonly file: string
  readonly text: string
  readonly exported: ModuleExport
  readonly working: Working
  readonly bindings: Bindings
}

/**
 * Whether name and shape say that Lambda calls this export: it carries a type of `aws-lambda`, or it is called
 * `handler` (or the like) and does not look like the handler of something else, or its name ends in `Handler` and it
 * takes an event as Lambda's are.
 */
export function hasHandlerShape({ file, text, exported, working, bindings }: Shape): boolean {
  const isPassedOn = working.kind === 'from' && !working.wrapped
  if (working.kind === 'not-callable' || isPassedOn || isNoProduct(file)) return false
  const { exportName, value } = exported
  const annotated =
    value.kind === 'expression' ? value.type : bindingType(value.kind === 'binding' ? value.name : '', bindings)
  if (annotated && isLambdaType(annotated, bindings)) return true
  const named = /^(lambda_?)?handler$/i.test(exportName)
  if (working.kind !== 'function') return named && value.kind !== 'binding' && !isForeignCall(value)
  const parameters = working.node.params.filter(parameter => parameterName(parameter) !== 'this')
  const [first, second] = parameters
  const takesContext = second !== undefined && isContextLike(second)
  const firstType = first && 'typeAnnotation' in first ? first.typeAnnotation?.typeAnnotation : undefined
  const isTyped = firstType !== undefined && isLambdaType(firstType, bindings)
  // A helper may take the event as well, the context hardly.
  if (isTyped && (takesContext || /handler$/i.test(exportName))) return true
  if (second && /^(res|resp|response|reply|next|h)$/i.test(parameterName(second))) return false
  const isComponentFile = /\.[jt]sx$/.test(file)
  if (named) return !first || isEventLike(first) || (!isComponentFile && (takesContext || isLooselyEventLike(first)))
  if (isComponentFile || parameters.length > 3) return false
  if (!/[a-z0-9_]handler$/i.test(exportName) || /^(on|handle)[A-Z]/.test(exportName)) return false
  if (firstType && !isLooseType(firstType)) return false
  if (!first || !isEventLike(first) || !(working.node.async || takesContext)) return false
  // An event of a browser.
  return !/\.(preventDefault|stopPropagation|currentTarget)\b/.test(text.slice(...working.node.range))
}

/** Tests, mocks, stories and declarations export handlers that nobody deploys. */
function isNoProduct(file: string): boolean {
  return /(^|\/)(__tests__|__mocks__|tests?|spec|e2e)\/|\.(test|spec|stories|mock|d)\.[mc]?[jt]sx?$/.test(file)
}

const lambdaEventKeys =
  /^(Records|body|detail|pathParameters|queryStringParameters|headers|requestContext|arguments|httpMethod|rawPath|info|identity|source|messageAttributes|triggerSource)$/

function isEventLike(parameter: TSESTree.Parameter): boolean {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
  if (target.type === 'ObjectPattern') {
    return target.properties.some(
      property =>
        property.type === 'Property' && lambdaEventKeys.test(staticName(property.key, property.computed) ?? ''),
    )
  }
  return /^_?(\w*event|evt)$/i.test(parameterName(parameter))
}

/** Names that are enough for a function called `handler`: events of one's own are called anything. */
function isLooselyEventLike(parameter: TSESTree.Parameter): boolean {
  return (
    parameter.type === 'ObjectPattern' ||
    /^(_+|e|ev|_?(input|payload|records?|batch|body|data))$/i.test(parameterName(parameter))
  )
}

function isContextLike(parameter: TSESTree.Parameter): boolean {
  return /^_?(\w*context|ctx|cb|callback)$/i.test(parameterName(parameter))
}

function parameterName(parameter: TSESTree.Parameter): string {
  if (parameter.type === 'AssignmentPattern') return parameterName(parameter.left)
  return parameter.type === 'Identifier' ? parameter.name : ''
}

/** A type imported from `aws-lambda`, or one by the names it has there that is declared nowhere else. */
function isLambdaType(type: TSESTree.TypeNode, bindings: Bindings): boolean {
  if (type.type === 'TSUnionType') return type.types.some(member => isLambdaType(member, bindings))
  if (type.type !== 'TSTypeReference') return false
  const name = type.typeName.type === 'TSQualifiedName' ? leftmost(type.typeName) : type.typeName
  if (name.type !== 'Identifier') return false
  const binding = bindings.get(name.name)
  if (binding?.kind === 'import') return /^(@types\/)?aws-lambda(\/|$)/.test(binding.specifier)
  return /^(APIGateway|ALB|S3|SQS|SNS|DynamoDBStream|EventBridge|Scheduled|KinesisStream|CloudFrontRequest|LambdaFunctionURL)\w*(Event|Handler)(V2)?$/.test(
    name.name,
  )
}

function leftmost({ left }: TSESTree.TSQualifiedName): TSESTree.EntityName {
  return left.type === 'TSQualifiedName' ? leftmost(left) : left
}

/** A type that says nothing about who calls. */
function isLooseType({ type }: TSESTree.TypeNode): boolean {
  return (
    type === 'TSAnyKeyword' || type === 'TSUnknownKeyword' || type === 'TSTypeLiteral' || type === 'TSObjectKeyword'
  )
}

function bindingType(name: string, bindings: Bindings): TSESTree.TypeNode | undefined {
  const binding = bindings.get(name)
  return binding?.kind === 'value' ? binding.type : undefined
}

/** Calls whose result is a handler of another kind of host. */
function isForeignCall(value: ModuleExport['value']): boolean {
  if (value.kind !== 'expression' || value.node.type !== 'CallExpression') return false
  const { callee } = value.node
  return (
    callee.type === 'Identifier' &&
    /^(NextAuth|fetchRequestHandler|createNextApiHandler|asyncHandler)$/.test(callee.name)
  )
}
