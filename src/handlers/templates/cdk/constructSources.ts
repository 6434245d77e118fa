import type { LineTable } from '#syntax/lineTable.ts'
import type { EventSource, EventSourceType, SourceQueue } from '../../eventSource.ts'
import { present } from '../../present.ts'
import type { BoundConstructs } from './boundConstructs.ts'
import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'
import { OptionReader } from './optionReader.ts'

export interface SourceContext {
  readonly constructs: BoundConstructs
  readonly file: string
  readonly lines: LineTable
}

const eventSourceClasses: Readonly<Record<string, EventSourceType>> = {
  SqsEventSource: 'sqs',
  KinesisEventSource: 'kinesis',
  KinesisConsumerEventSource: 'kinesis',
  DynamoEventSource: 'dynamodb',
  ManagedKafkaEventSource: 'kafka',
  SelfManagedKafkaEventSource: 'kafka',
  SnsEventSource: 'sns',
  S3EventSource: 's3',
  S3EventSourceV2: 's3',
  ApiEventSource: 'api',
}

/** What an event source is made with, where it is named. */
const sourceOptions = ['queue', 'stream', 'table', 'topic', 'bucket', 'method']

/** `new SqsEventSource(queue, { batchSize: 10 })` */
export function eventSource(
  call: CallSyntax | undefined,
  className: string | undefined,
  context: SourceContext,
): EventSource | undefined {
  const [, name] = /^aws-lambda-event-sources\.(\w+)$/.exec(call?.callee ?? '') ?? []
  const type = name === undefined ? undefined : eventSourceClasses[name]
  if (!call || name === undefined || type === undefined) return
  const [first = sourceOptions.map(option => call.option(option)).find(found => found), second] = call.positional
  if (type !== 'api') return mapping(name, type, first, { option: call.option, className, start: call.start }, context)
  const [method, path] = [first, second].map(part => part?.value()?.value)
  const route = { ...present('method', asText(method)), ...present('path', asText(path)) }
  return { name, type, line: context.lines.lineAt(call.start), ...route, spans: {}, unresolved: [] }
}

/** `fn.addEventSourceMapping('Orders', { eventSourceArn: queue.queueArn })` */
export function eventSourceMapping(name: string, call: MappingCall, context: SourceContext): EventSource {
  const arn = call.option('eventSourceArn')
  return mapping(name, mappedType(context.constructs.find(arn, call.className)), arn, call, context)
}

type MappingCall = Pick<CallSyntax, 'option' | 'className' | 'start'>

function mapping(
  name: string,
  type: EventSourceType,
  from: ExpressionSyntax | undefined,
  call: MappingCall,
  context: SourceContext,
): EventSource {
  const { constructs, file, lines } = context
  const reader = new OptionReader(call, file)
  const source = constructs.find(from, call.className)
  const failure = call.option('onFailure')?.call()?.positional[0]
  return {
    name,
    type,
    line: lines.lineAt(call.start),
    ...present('source', source ? idOf(source) : asText(from?.value()?.value)),
    ...present('queue', source?.callee === 'aws-sqs.Queue' ? queueOf(source, context) : undefined),
    ...present('batchSize', reader.positive('batchSize', 'batchSize')),
    ...present('batchingWindowSeconds', reader.number('batchingWindowSeconds', 'maxBatchingWindow')),
    ...present('reportsBatchItemFailures', reader.flag('reportsBatchItemFailures', 'reportBatchItemFailures')),
    ...present('maximumConcurrency', reader.positive('maximumConcurrency', 'maxConcurrency')),
    ...present('parallelizationFactor', reader.positive('parallelizationFactor', 'parallelizationFactor')),
    ...present('tumblingWindowSeconds', reader.number('tumblingWindowSeconds', 'tumblingWindow')),
    ...present('maximumRetries', reader.number('maximumRetries', 'retryAttempts')),
    ...present('maximumRecordAgeSeconds', reader.number('maximumRecordAgeSeconds', 'maxRecordAge')),
    ...present('bisectsOnError', reader.flag('bisectsOnError', 'bisectBatchOnError')),
    ...present('onFailure', failure && idOf(constructs.find(failure, call.className))),
    ...present('startingPosition', /StartingPosition\.(\w+)$/.exec(call.option('startingPosition')?.text ?? '')?.[1]),
    ...present('enabled', reader.flag('enabled', 'enabled')),
    spans: reader.spans,
    // Filters are made by functions of the library.
    unresolved: [...reader.unresolved, ...(call.option('filters') ? ['filters'] : [])],
  }
}

function queueOf(queue: CallSyntax, { file, lines }: SourceContext): SourceQueue {
  const reader = new OptionReader(queue, file)
  return {
    logicalId: idOf(queue) ?? '',
    line: lines.lineAt(queue.start),
    ...present('visibilityTimeoutSeconds', reader.number('visibilityTimeoutSeconds', 'visibilityTimeout')),
    ...present('fifo', reader.flag('fifo', 'fifo')),
    ...present('maxReceiveCount', reader.positive('maxReceiveCount', 'deadLetterQueue', 'maxReceiveCount')),
    spans: reader.spans,
  }
}

function mappedType(source: CallSyntax | undefined): EventSourceType {
  switch (source?.callee) {
    case 'aws-sqs.Queue':
      return 'sqs'
    case 'aws-kinesis.Stream':
      return 'kinesis'
    case 'aws-dynamodb.Table':
    case 'aws-dynamodb.TableV2':
      return 'dynamodb'
    default:
      return 'other'
  }
}

/** The id that a construct is made with. */
function idOf(construct: CallSyntax | undefined): string | undefined {
  return asText((construct?.option('id') ?? construct?.positional[1])?.value()?.value)
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
