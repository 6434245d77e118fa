import type { EventSource, EventSourceType, SourceQueue } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { arnSource } from '../arnSource.ts'
import { AttributeReader } from './attributeReader.ts'
import { jsonText } from './plainValue.ts'
import { type References, resourceType, sourceName } from './references.ts'
import { follow, resolve, type TerraformValue } from './terraformValue.ts'

const typeOfResource: Readonly<Record<string, EventSourceType>> = {
  aws_sqs_queue: 'sqs',
  aws_kinesis_stream: 'kinesis',
  aws_kinesis_stream_consumer: 'kinesis',
  aws_dynamodb_table: 'dynamodb',
  aws_dynamodb_table_replica: 'dynamodb',
  aws_msk_cluster: 'kafka',
  aws_msk_serverless_cluster: 'kafka',
  aws_mq_broker: 'mq',
  aws_docdb_cluster: 'documentdb',
}

export interface MappingPlace {
  readonly name: string
  readonly file: string
  lineAt(file: string, offset: number): number
}

/** An `aws_lambda_event_source_mapping`, or one of those that terraform-aws-modules/lambda is told to make. */
export function mappedSource(
  reader: AttributeReader,
  { name, file, lineAt }: MappingPlace,
  line: number,
  references: References,
): EventSource {
  const arn = reader.value('event_source_arn')
  const type = mappedType(reader, arn, references)
  const [scaling] = reader.inner('scaling_config')
  const failure = reader.inner('destination_config').flatMap(config => config.inner('on_failure'))[0]
  const target = failure?.value('destination_arn') ?? reader.value('destination_arn_on_failure')
  const filters = filterPatterns(reader)
  const maximumConcurrency = scaling?.positive('maximumConcurrency', 'maximum_concurrency')
  const source = {
    name,
    type,
    file,
    line,
    ...present('source', sourceName(arn, references)),
    ...present('queue', type === 'sqs' ? queueOf(arn, references, lineAt) : undefined),
    ...present('batchSize', reader.positive('batchSize', 'batch_size')),
    ...present('batchingWindowSeconds', reader.number('batchingWindowSeconds', 'maximum_batching_window_in_seconds')),
    ...present('reportsBatchItemFailures', reportsFailures(reader)),
    ...(filters.length > 0 && { filters }),
    ...present('maximumConcurrency', maximumConcurrency),
    ...present('parallelizationFactor', reader.positive('parallelizationFactor', 'parallelization_factor')),
    ...present('tumblingWindowSeconds', reader.number('tumblingWindowSeconds', 'tumbling_window_in_seconds')),
    ...present('maximumRetries', reader.number('maximumRetries', 'maximum_retry_attempts')),
    ...present('maximumRecordAgeSeconds', reader.number('maximumRecordAgeSeconds', 'maximum_record_age_in_seconds')),
    ...present('bisectsOnError', reader.flag('bisectsOnError', 'bisect_batch_on_function_error')),
    ...present('onFailure', sourceName(target, references)),
    ...present('startingPosition', reader.text('startingPosition', 'starting_position')),
    ...present('enabled', reader.flag('enabled', 'enabled')),
  }
  const { properties: _, ...scalingSpans } = scaling?.spans ?? {}
  return {
    ...source,
    spans: { ...reader.spans, ...scalingSpans },
    unresolved: [...reader.unresolved, ...(scaling?.unresolved ?? [])],
  }
}

/** By the resource that the mapping names, by the service in an ARN, or by attributes that only one kind has. */
function mappedType(reader: AttributeReader, arn: TerraformValue | undefined, references: References): EventSourceType {
  if (reader.inner('self_managed_event_source').length > 0) return 'kafka'
  const referenced = references.find(arn)
  const ofResource = referenced && typeOfResource[resourceType(referenced)]
  if (ofResource) return ofResource
  const text = arn && resolve(arn)?.value
  return arnSource(String(text ?? '')) ?? (reader.value('topics') ? 'kafka' : 'other')
}

function reportsFailures(reader: AttributeReader): boolean | undefined {
  const value = reader.value('function_response_types')
  if (!value) return
  const { expression, file } = follow(value)
  if (expression.kind !== 'list') {
    reader.unresolved.push('reportsBatchItemFailures')
    return
  }
  if (file === value.file) reader.spans['reportsBatchItemFailures'] = expression.span
  return reader.items('function_response_types').some(item => resolve(item)?.value === 'ReportBatchItemFailures')
}

function filterPatterns(reader: AttributeReader): readonly string[] {
  const criteria = reader.inner('filter_criteria')
  // The module takes the filters without the block around them.
  const filters = criteria.flatMap(one => (one.value('pattern') ? [one] : one.inner('filter')))
  return filters.flatMap(filter => jsonText(filter.value('pattern')) ?? [])
}

/** The queue of the same project that a mapping names. */
function queueOf(
  arn: TerraformValue | undefined,
  references: References,
  lineAt: MappingPlace['lineAt'],
): SourceQueue | undefined {
  const found = references.find(arn)
  if (!found?.address.startsWith('aws_sqs_queue.')) return
  const { placed, instance, address } = found
  const { body, typeSpan } = placed.block
  const at = { expression: { kind: 'opaque', span: body.span }, file: placed.file, instance } as const
  const reader = new AttributeReader(body, { ...at, isShared: false, isPassed: false })
  const redrive = redriveOf(reader)
  const maxReceiveCount = redrive?.positive('maxReceiveCount', 'maxReceiveCount')
  return {
    logicalId: address,
    file: placed.file,
    line: lineAt(placed.file, typeSpan.start),
    ...present('visibilityTimeoutSeconds', reader.number('visibilityTimeoutSeconds', 'visibility_timeout_seconds')),
    ...present('fifo', reader.flag('fifo', 'fifo_queue')),
    ...present('maxReceiveCount', maxReceiveCount),
    spans: { ...redrive?.spans, ...reader.spans },
  }
}

/** `redrive_policy = jsonencode({ … })` */
function redriveOf(reader: AttributeReader): AttributeReader | undefined {
  const value = reader.value('redrive_policy')
  const policy = value && follow(value)
  if (policy?.expression.kind !== 'call' || policy.expression.name !== 'jsonencode') return
  const [argument] = policy.expression.arguments
  const object = argument && follow({ ...policy, expression: argument })
  return object?.expression.kind === 'object' ? new AttributeReader(object.expression, object) : undefined
}
