import type { Span } from '#common/span.ts'
import type { LineTable } from '#syntax/lineTable.ts'
import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import { present } from '../../present.ts'
import { type AppPlace, constructCode } from './constructCode.ts'
import type { Construction } from './constructions.ts'
import { ConstructProperties } from './constructProperties.ts'
import { type Plain, spanOf, text, unwrapped, valueOf, wholeNumber } from './sourceValue.ts'

/** What the source says of a function; what only the running app knows is `unresolved`. */
export function constructDefinition(construction: Construction, app: AppPlace, lines: LineTable): FunctionDefinition {
  const { scope, node, id } = construction
  const properties = new ConstructProperties(construction.properties, scope)
  const spans: Record<string, Span> = {}
  const sharedSpans: Record<string, Span> = {}
  const unresolved: string[] = []
  if (properties.own) spans['properties'] = spanOf(properties.own)
  const plain = (name: string, key: string): Plain | undefined => {
    const property = properties.get(key)
    if (!property) {
      if (properties.isOpen) unresolved.push(name)
      return
    }
    const found = valueOf(property.node, scope)
    if (!found) unresolved.push(name)
    else if (found.span) (found.isShared || property.isShared ? sharedSpans : spans)[name] = found.span
    return found?.value
  }
  const architecture = plain('architecture', 'architecture')
  const handler = text(plain('handler', 'handler'))
  const code = constructCode(construction, properties, handler, app)
  const memoryMb = wholeNumber(plain('memory', 'memorySize'))
  const timeoutSeconds = wholeNumber(plain('timeout', 'timeout'))
  const runtime = text(plain('runtime', 'runtime')) ?? code.runtime
  const functionName = text(plain('functionName', 'functionName'))
  return {
    template: scope.file,
    logicalId: id.text,
    kind: 'cdk',
    functionKind: functionKind(construction, properties),
    line: lines.lineAt(node.range[0]),
    ...code,
    ...present('runtime', runtime),
    ...present('memoryMb', memoryMb),
    ...present('timeoutSeconds', timeoutSeconds),
    ...present('functionName', functionName),
    ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
    environment: environment(construction, properties),
    spans,
    sharedSpans,
    unresolved,
    source: null,
  }
}

function environment({ scope }: Construction, properties: ConstructProperties): Record<string, string> {
  const start = properties.get('environment')
  const object = start && unwrapped(start.node, scope).node
  if (object?.type !== 'ObjectExpression') return {}
  const variables = new ConstructProperties(object, scope)
  const names = object.properties.flatMap(property =>
    property.type === 'Property' ? scope.text.slice(...property.key.range).replace(/^(["'])(.*)\1$/s, '$2') : [],
  )
  const known = names.flatMap(name => {
    const variable = variables.get(name)
    const value = variable && valueOf(variable.node, scope)?.value
    return value === undefined ? [] : [[name, String(value)] as const]
  })
  return Object.fromEntries(known)
}

function functionKind({ isEdge }: Construction, properties: ConstructProperties): FunctionKind {
  if (isEdge) return 'edge'
  if (properties.get('durableConfig')) return 'durable'
  return properties.get('tenancyConfig') ? 'tenant-isolated' : 'event'
}
