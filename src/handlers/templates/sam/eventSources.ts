import type { LineTable } from '#syntax/lineTable.ts'
import type { EventSource, EventSourceType } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { arnSource } from '../arnSource.ts'
import { entriesOf, type MapEntry, type TemplateNode, valueAt } from '../templateNode.ts'
import { eventPatterns } from './eventPatterns.ts'
import { PropertyReader } from './propertyReader.ts'
import { referencedId, resolveValue } from './resolveValue.ts'
import { sourceQueue } from './sourceQueue.ts'

/** Types of SAM events; of the property that names where they come from, the first that is there. */
const samEvents: Readonly<Record<string, { readonly type: EventSourceType; readonly source?: readonly string[] }>> = {
  SQS: { type: 'sqs', source: ['Queue'] },
  Kinesis: { type: 'kinesis', source: ['Stream'] },
  DynamoDB: { type: 'dynamodb', source: ['Stream'] },
  MSK: { type: 'kafka', source: ['Stream'] },
  SelfManagedKafka: { type: 'kafka' },
  MQ: { type: 'mq', source: ['Broker'] },
  DocumentDB: { type: 'documentdb', source: ['Cluster'] },
  Api: { type: 'api', source: ['RestApiId'] },
  HttpApi: { type: 'api', source: ['ApiId'] },
  WebSocket: { type: 'api', source: ['ApiId'] },
  Schedule: { type: 'schedule' },
  ScheduleV2: { type: 'schedule' },
  S3: { type: 's3', source: ['Bucket'] },
  SNS: { type: 'sns', source: ['Topic'] },
  EventBridgeRule: { type: 'eventbridge', source: ['EventBusName'] },
  CloudWatchEvent: { type: 'eventbridge', source: ['EventBusName'] },
  CloudWatchLogs: { type: 'logs', source: ['LogGroupName'] },
  IoTRule: { type: 'iot' },
  Cognito: { type: 'cognito', source: ['UserPool'] },
  AlexaSkill: { type: 'alexa' },
}

/** The `Events` of a SAM function. */
export function samEventSources(
  events: TemplateNode | undefined,
  root: TemplateNode,
  lines: LineTable,
): readonly EventSource[] {
  return entriesOf(events).flatMap(event => {
    const type = resolveValue(valueAt(event.value, 'Type'), root)?.value
    if (typeof type !== 'string') return []
    const known = samEvents[type] ?? { type: 'other' }
    const properties = valueAt(event.value, 'Properties')
    const source = known.source?.map(key => valueAt(properties, key)).find(node => node !== undefined)
    return [readSource(event, known.type, source, properties, root, lines)]
  })
}

/** An `AWS::Lambda::EventSourceMapping`. */
export function mappedEventSource(resource: MapEntry, root: TemplateNode, lines: LineTable): EventSource {
  const properties = valueAt(resource.value, 'Properties')
  const source = valueAt(properties, 'EventSourceArn')
  return readSource(resource, mappedType(properties, source, root), source, properties, root, lines)
}

const typeOfResource: Readonly<Record<string, EventSourceType>> = {
  'AWS::SQS::Queue': 'sqs',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::StreamConsumer': 'kinesis',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::Serverless::SimpleTable': 'dynamodb',
  'AWS::MSK::Cluster': 'kafka',
  'AWS::MSK::ServerlessCluster': 'kafka',
  'AWS::AmazonMQ::Broker': 'mq',
  'AWS::DocDB::DBCluster': 'documentdb',
}

/** By the resource that the mapping names, by the service in an ARN, or by properties that only one kind has. */
function mappedType(
  properties: TemplateNode | undefined,
  source: TemplateNode | undefined,
  root: TemplateNode,
): EventSourceType {
  if (valueAt(properties, 'SelfManagedEventSource')) return 'kafka'
  const id = referencedId(source, root)
  const type = id === undefined ? undefined : resolveValue(valueAt(root, 'Resources', id, 'Type'), root)?.value
  const ofResource = typeof type === 'string' ? typeOfResource[type] : undefined
  if (ofResource) return ofResource
  return arnSource(literalText(source)) ?? (valueAt(properties, 'Topics') ? 'kafka' : 'other')
}

/** An ARN's beginning is literal also where account and region are not. */
function literalText(node: TemplateNode | undefined): string {
  if (node?.kind === 'intrinsic') {
    const { argument } = node
    if (node.name === 'Join' && argument.kind === 'list') {
      const parts = argument.items[1]
      return parts?.kind === 'list' ? parts.items.map(literalText).join(':').replaceAll('::', ':') : ''
    }
    return node.name === 'Sub' ? literalText(argument.kind === 'list' ? argument.items[0] : argument) : ''
  }
  return node?.kind === 'scalar' ? String(node.value).replace(/\$\{[^}]*\}/g, 'unknown') : ''
}

function readSource(
  { key, keySpan }: MapEntry,
  type: EventSourceType,
  source: TemplateNode | undefined,
  properties: TemplateNode | undefined,
  root: TemplateNode,
  lines: LineTable,
): EventSource {
  const reader = new PropertyReader(root, properties)
  const queue = type === 'sqs' ? sourceQueue(source, root, lines) : undefined
  const failureTarget = valueAt(properties, 'DestinationConfig', 'OnFailure', 'Destination')
  return {
    name: key,
    type,
    line: lines.lineAt(keySpan.start),
    ...present('source', referencedId(source, root) ?? (source && plainText(source, root))),
    ...present('queue', queue),
    ...present('batchSize', reader.positive('batchSize', 'BatchSize')),
    ...present('batchingWindowSeconds', reader.number('batchingWindowSeconds', 'MaximumBatchingWindowInSeconds')),
    ...present('reportsBatchItemFailures', reportsFailures(reader, root)),
    ...present('filters', eventPatterns(properties, root)),
    ...present('maximumConcurrency', reader.positive('maximumConcurrency', 'ScalingConfig', 'MaximumConcurrency')),
    ...present('parallelizationFactor', reader.positive('parallelizationFactor', 'ParallelizationFactor')),
    ...present('tumblingWindowSeconds', reader.number('tumblingWindowSeconds', 'TumblingWindowInSeconds')),
    ...present('maximumRetries', reader.number('maximumRetries', 'MaximumRetryAttempts')),
    ...present('maximumRecordAgeSeconds', reader.number('maximumRecordAgeSeconds', 'MaximumRecordAgeInSeconds')),
    ...present('bisectsOnError', reader.flag('bisectsOnError', 'BisectBatchOnFunctionError')),
    ...present('onFailure', referencedId(failureTarget, root) ?? (failureTarget && plainText(failureTarget, root))),
    ...present('startingPosition', reader.text('startingPosition', 'StartingPosition')),
    ...present('enabled', reader.flag('enabled', 'Enabled')),
    ...(type === 'api' && {
      ...present('method', reader.text('method', 'Method')),
      ...present('path', reader.text('path', 'Path') ?? reader.text('path', 'RouteKey')),
    }),
    ...(type === 'schedule' && {
      ...present('schedule', reader.text('schedule', 'Schedule') ?? reader.text('schedule', 'ScheduleExpression')),
    }),
    spans: reader.spans,
    unresolved: reader.unresolved,
  }
}

function reportsFailures(reader: PropertyReader, root: TemplateNode): boolean | undefined {
  const node = reader.node('FunctionResponseTypes')
  if (!node) return
  if (node.kind !== 'list') {
    reader.unresolved.push('reportsBatchItemFailures')
    return
  }
  reader.spans['reportsBatchItemFailures'] = node.span
  return node.items.some(item => resolveValue(item, root)?.value === 'ReportBatchItemFailures')
}

function plainText(node: TemplateNode, root: TemplateNode): string | undefined {
  const value = resolveValue(node, root)?.value
  return value === undefined ? undefined : String(value)
}
