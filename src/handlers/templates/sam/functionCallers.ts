import type { LineTable } from '#syntax/lineTable.ts'
import type { EventSource, EventSourceType } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { entriesOf, itemsOf, type MapEntry, type TemplateNode, valueAt } from '../templateNode.ts'
import { mappedEventSource } from './eventSources.ts'
import { referencedId, resolveValue } from './resolveValue.ts'

/** What the other resources of a template do with its functions, by logical id of the function. */
export interface FunctionCallers {
  readonly sources: ReadonlyMap<string, readonly EventSource[]>
  /** Functions that CloudFront calls. */
  readonly edge: ReadonlySet<string>
  /** Of versions and aliases. */
  readonly provisionedConcurrency: ReadonlyMap<string, number>
}

export function functionCallers(root: TemplateNode, lines: LineTable): FunctionCallers {
  const sources = new Map<string, EventSource[]>()
  const edge = new Set<string>()
  const provisionedConcurrency = new Map<string, number>()
  const resources = entriesOf(valueAt(root, 'Resources'))
  const find = functionFinder(resources, root)
  for (const resource of resources) {
    const type = typeOf(resource, root)
    const properties = valueAt(resource.value, 'Properties')
    for (const { node, isEdge } of type === undefined ? [] : calledBy(type, properties)) {
      const id = find(node)
      if (id === undefined) continue
      if (isEdge) edge.add(id)
      const source = sourceOf(type ?? '', resource, root, lines)
      if (source) sources.set(id, [...(sources.get(id) ?? []), source])
      const provisioned = provisionedOf(properties, root)
      if (provisioned !== undefined) provisionedConcurrency.set(id, provisioned)
    }
  }
  return { sources, edge, provisionedConcurrency }
}

interface Call {
  readonly node: TemplateNode | undefined
  readonly isEdge?: true
}

/** Where a resource names the functions that it calls. */
function calledBy(type: string, properties: TemplateNode | undefined): readonly Call[] {
  switch (type) {
    case 'AWS::Lambda::EventSourceMapping':
    case 'AWS::Lambda::Version':
    case 'AWS::Lambda::Alias':
      return [{ node: valueAt(properties, 'FunctionName') }]
    case 'AWS::Lambda::Url':
      return [{ node: valueAt(properties, 'TargetFunctionArn') }]
    case 'AWS::SNS::Subscription':
      return [{ node: valueAt(properties, 'Endpoint') }]
    case 'AWS::Events::Rule':
      return itemsOf(valueAt(properties, 'Targets')).map(target => ({ node: valueAt(target, 'Arn') }))
    case 'AWS::Scheduler::Schedule':
      return [{ node: valueAt(properties, 'Target', 'Arn') }]
    case 'AWS::S3::Bucket': {
      const notifications = valueAt(properties, 'NotificationConfiguration', 'LambdaConfigurations')
      return itemsOf(notifications).map(one => ({ node: valueAt(one, 'Function') }))
    }
    case 'AWS::CloudFront::Distribution': {
      const config = valueAt(properties, 'DistributionConfig')
      const behaviors = [valueAt(config, 'DefaultCacheBehavior'), ...itemsOf(valueAt(config, 'CacheBehaviors'))]
      return behaviors
        .flatMap(behavior => itemsOf(valueAt(behavior, 'LambdaFunctionAssociations')))
        .map(association => ({ node: valueAt(association, 'LambdaFunctionARN'), isEdge: true }))
    }
    default:
      return []
  }
}

const sourceTypes: Readonly<Record<string, EventSourceType>> = {
  'AWS::Lambda::Url': 'function-url',
  'AWS::SNS::Subscription': 'sns',
  'AWS::Events::Rule': 'eventbridge',
  'AWS::Scheduler::Schedule': 'schedule',
  'AWS::S3::Bucket': 's3',
  'AWS::CloudFront::Distribution': 'cloudfront',
}

function sourceOf(type: string, resource: MapEntry, root: TemplateNode, lines: LineTable): EventSource | undefined {
  if (type === 'AWS::Lambda::EventSourceMapping') return mappedEventSource(resource, root, lines)
  const known = sourceTypes[type]
  if (!known) return
  const properties = valueAt(resource.value, 'Properties')
  const schedule = resolveValue(valueAt(properties, 'ScheduleExpression'), root)?.value
  const topic = valueAt(properties, 'TopicArn')
  return {
    name: resource.key,
    type: valueAt(properties, 'ScheduleExpression') ? 'schedule' : known,
    line: lines.lineAt(resource.keySpan.start),
    ...present('source', referencedId(topic, root)),
    ...present('schedule', schedule === undefined ? undefined : String(schedule)),
    spans: {},
    unresolved: [],
  }
}

function provisionedOf(properties: TemplateNode | undefined, root: TemplateNode): number | undefined {
  const config = valueAt(properties, 'ProvisionedConcurrencyConfig')
  const number = Number(resolveValue(valueAt(config, 'ProvisionedConcurrentExecutions'), root)?.value)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

/** From a reference to a function, to a version or an alias of it, or from its name to its logical id. */
function functionFinder(
  resources: readonly MapEntry[],
  root: TemplateNode,
): (node: TemplateNode | undefined) => string | undefined {
  const byId = new Map(resources.map(resource => [resource.key, resource]))
  const byName = new Map(
    resources.flatMap(resource => {
      const name = resolveValue(valueAt(resource.value, 'Properties', 'FunctionName'), root)?.value
      return isFunction(typeOf(resource, root)) && name !== undefined ? [[String(name), resource.key] as const] : []
    }),
  )
  const find = (node: TemplateNode | undefined, depth = 0): string | undefined => {
    const id = referencedId(node, root)
    const resource = id === undefined ? undefined : byId.get(id)
    if (!resource) {
      const name = resolveValue(node, root)?.value
      return name === undefined ? undefined : byName.get(String(name).replace(/^arn:.*:function:([\w-]+).*$/, '$1'))
    }
    const type = typeOf(resource, root)
    if (isFunction(type)) return id
    if (depth > 3 || !/^AWS::Lambda::(Version|Alias)$/.test(type ?? '')) return undefined
    return find(valueAt(resource.value, 'Properties', 'FunctionName'), depth + 1)
  }
  return find
}

function isFunction(type: string | undefined): boolean {
  return type !== undefined && /^AWS::(Serverless::(Web)?|Lambda::)Function$/.test(type)
}

function typeOf(resource: MapEntry, root: TemplateNode): string | undefined {
  const type = resolveValue(valueAt(resource.value, 'Type'), root)?.value
  return typeof type === 'string' ? type : undefined
}
