import type { Span } from '#common/span.ts'
import type { LineTable } from '#syntax/lineTable.ts'
import type { Alternative, FunctionDefinition, PlacedSpan } from '../../handler.ts'
import { present } from '../../present.ts'
import { type AppPlace, constructCode } from './constructCode.ts'
import type { Construction } from './constructions.ts'
import { ConstructProperties } from './constructProperties.ts'
import type { Plain } from '../templateNode.ts'
import type { ScopedNode } from './sourceScope.ts'
import { unwrapped, type SourceValue, spanOf, text, valueOf, wholeNumber } from './sourceValue.ts'

/** What the source says of a function; what only the running app knows is `unresolved`. */
export function constructDefinition(construction: Construction, app: AppPlace, lines: LineTable): FunctionDefinition {
  const { scope, node, id } = construction
  const properties = new ConstructProperties(construction.properties, scope)
  const spans: Record<string, Span> = {}
  const sharedSpans: Record<string, PlacedSpan> = {}
  const unresolved: string[] = []
  const alternatives: Record<string, readonly Alternative[]> = {}
  if (properties.own) spans['properties'] = spanOf(properties.own)
  const notePlace = (name: string, { file, span }: NonNullable<SourceValue['place']>, isShared: boolean) => {
    if (file !== scope.file) sharedSpans[name] = { ...span, file }
    else (isShared ? sharedSpans : spans)[name] = span
  }
  const noteUnresolved = (name: string, property: ScopedNode) => {
    unresolved.push(name)
    const branches = alternativesOf(property)
    if (branches) alternatives[name] = branches
  }
  const plain = (name: string, key: string): Plain | undefined => {
    const property = properties.get(key)
    if (!property) {
      if (properties.isOpen) unresolved.push(name)
      return
    }
    const found = valueOf(property.node, property.scope)
    if (!found) noteUnresolved(name, property)
    else if (found.place) notePlace(name, found.place, found.isShared || property.isShared)
    return found?.value
  }
  const architecture = plain('architecture', 'architecture')
  const handler = text(plain('handler', 'handler'))
  const code = constructCode(construction, properties, handler, app)
  const memoryMb = wholeNumber(plain('memory', 'memorySize'))
  const timeoutSeconds = wholeNumber(plain('timeout', 'timeout'))
  const runtime = text(plain('runtime', 'runtime')) ?? code.runtime
  const functionName = text(plain('functionName', 'functionName'))
  const environment = properties.get('environment')
  return {
    template: scope.file,
    logicalId: id.text,
    kind: 'cdk',
    functionKind: 'event',
    line: lines.lineAt(node.range[0]),
    ...code,
    ...present('runtime', runtime),
    ...present('memoryMb', memoryMb),
    ...present('timeoutSeconds', timeoutSeconds),
    ...present('functionName', functionName),
    ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
    environment: environment ? new ConstructProperties(environment.node, environment.scope).texts() : {},
    spans,
    sharedSpans,
    unresolved,
    ...(Object.keys(alternatives).length > 0 && { alternatives }),
    eventSources: [],
    source: null,
  }
}

/** What a condition chooses between, where each is a literal of the same file; undefined where one is not. */
function alternativesOf({ node: start, scope }: ScopedNode, depth = 0): readonly Alternative[] | undefined {
  const { node } = unwrapped(start, scope)
  if (node.type === 'ConditionalExpression' && depth < 5) {
    const branches = [node.consequent, node.alternate].map(branch => alternativesOf({ node: branch, scope }, depth + 1))
    return branches.includes(undefined) ? undefined : branches.flatMap(branch => branch ?? [])
  }
  const found = depth > 0 ? valueOf(node, scope) : undefined
  return found?.place?.file === scope.file ? [{ value: found.value, span: found.place.span }] : undefined
}
