import type { Span } from '#common/span.ts'
import type { EventSource, EventSourceType, SourceQueue } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { arnSource } from '../arnSource.ts'
import { sourceQueue } from '../sam/sourceQueue.ts'
import { eventPatterns } from './eventPatterns.ts'
import type { ServiceContext } from './functionReader.ts'
import { type Located, referenceOf, textOf } from './locatedValue.ts'
import { SettingReader } from './settingReader.ts'

/** Of the framework's events: the type, and the key of what they come from, where they have more settings. */
const events: Readonly<Record<string, { readonly type: EventSourceType; readonly source?: string }>> = {
  sqs: { type: 'sqs', source: 'arn' },
  stream: { type: 'other', source: 'arn' },
  kafka: { type: 'kafka', source: 'topic' },
  msk: { type: 'kafka', source: 'arn' },
  activemq: { type: 'mq', source: 'arn' },
  rabbitmq: { type: 'mq', source: 'arn' },
  http: { type: 'api' },
  httpApi: { type: 'api' },
  websocket: { type: 'api' },
  schedule: { type: 'schedule' },
  eventBridge: { type: 'eventbridge', source: 'eventBus' },
  cloudwatchEvent: { type: 'eventbridge' },
  s3: { type: 's3', source: 'bucket' },
  sns: { type: 'sns', source: 'arn' },
  cloudwatchLog: { type: 'logs', source: 'logGroup' },
  iot: { type: 'iot' },
  cognitoUserPool: { type: 'cognito', source: 'pool' },
  alexaSkill: { type: 'alexa' },
  alexaSmartHome: { type: 'alexa' },
  cloudFront: { type: 'cloudfront' },
  preExistingCloudFront: { type: 'cloudfront' },
  url: { type: 'function-url' },
}

/** What calls a function, by the `events` and the `url` among its settings. */
export async function eventSources(settings: SettingReader, context: ServiceContext): Promise<readonly EventSource[]> {
  const { values, files } = context
  const { file, node } = settings.own
  const sources: EventSource[] = []
  const add = async (name: string, span: Span, value: Located) => {
    const { reader, ...source } = await readEvent(name, value, context)
    // What stands in another file has no place in the function's.
    const isHere = value.file === file
    const line = files.lineAt(file, isHere ? span.start : node.span.start)
    const before = sources.filter(other => other.name.split(' ')[0] === name).length
    sources.push({
      name: before === 0 ? name : `${name} ${before + 1}`,
      line,
      ...source,
      spans: isHere && reader.own.file === file ? reader.spans : {},
      unresolved: [...reader.unresolved.keys()],
    })
  }
  const list = await settings.value('events')
  for (const item of list?.node.kind === 'list' ? list.node.items : []) {
    const event = await values.resolve({ node: item, file: list?.file ?? '' })
    if ('reason' in event) continue
    // An event without settings may be a name alone.
    const name = textOf(event.node)
    if (name !== '') await add(name, event.node.span, event)
    const [first] = await values.entries(event)
    if (first) await add(first.key, first.keySpan, first.value)
  }
  const url = await settings.value('url')
  if (url && textOf(url.node) !== 'false') await add('url', url.node.span, url)
  return sources
}

type EventSettings = Omit<EventSource, 'name' | 'line' | 'spans' | 'unresolved'> & { readonly reader: SettingReader }

async function readEvent(key: string, place: Located, context: ServiceContext): Promise<EventSettings> {
  const { type, source: sourceKey } = events[key] ?? { type: 'other' }
  const resolved = await context.values.resolve(place)
  // Functions of CloudFormation say at least what they refer to.
  const value = 'node' in resolved ? resolved : place
  const reader = new SettingReader(context.values, value)
  const from = sourceKey === undefined ? undefined : await sourceOf(value, sourceKey, context)
  const source = from && referenceOf(from)
  const failure = await settingOf(await settingOf(value, 'destinations', context), 'onFailure', context)
  const failureTarget = failure && (await sourceOf(failure, 'arn', context))
  return {
    reader,
    type: key === 'stream' ? await streamType(reader, source) : type,
    ...present('source', source),
    ...present('queue', type === 'sqs' && from ? await queueOf(from, context) : undefined),
    ...present('batchSize', await reader.positive('batchSize', 'batchSize')),
    ...present('batchingWindowSeconds', await batchingWindow(reader)),
    ...present('reportsBatchItemFailures', await reportsFailures(reader)),
    ...present('filters', eventPatterns(value.node)),
    ...present('maximumConcurrency', await reader.positive('maximumConcurrency', 'maximumConcurrency')),
    ...present('parallelizationFactor', await reader.positive('parallelizationFactor', 'parallelizationFactor')),
    ...present('tumblingWindowSeconds', await reader.number('tumblingWindowSeconds', 'tumblingWindowInSeconds')),
    ...present('maximumRetries', await reader.number('maximumRetries', 'maximumRetryAttempts')),
    ...present('maximumRecordAgeSeconds', await reader.number('maximumRecordAgeSeconds', 'maximumRecordAgeInSeconds')),
    ...present('bisectsOnError', await reader.flag('bisectsOnError', 'bisectBatchOnFunctionError')),
    ...present('onFailure', failureTarget && referenceOf(failureTarget)),
    ...present('startingPosition', await reader.text('startingPosition', 'startingPosition')),
    ...present('enabled', await reader.flag('enabled', 'enabled')),
    ...(type === 'api' && (await route(reader, value))),
    ...((type === 'schedule' || type === 'eventbridge') && (await schedule(reader, value))),
  }
}

/** What an event comes from: under a key of its settings, or said alone. */
async function sourceOf(value: Located, key: string, context: ServiceContext): Promise<Located | undefined> {
  return value.node.kind === 'map' ? settingOf(value, key, context) : value
}

/** What stands under a key, a function of CloudFormation as such. */
async function settingOf(value: Located | undefined, key: string, { values }: ServiceContext) {
  const child = value?.node.kind === 'map' ? await values.child(value, key) : undefined
  const resolved = child && (await values.resolve(child))
  return resolved && 'node' in resolved ? resolved : child
}

/** A queue among the resources of the same file, so that its spans are of one text with the function's. */
async function queueOf(source: Located, { values, files }: ServiceContext): Promise<SourceQueue | undefined> {
  const resources = await values.ofService('resources')
  if ('reason' in resources) return
  const templates = resources.node.kind === 'list' ? resources.node.items : [resources.node]
  if (resources.file !== source.file) return
  return templates
    .map(template => sourceQueue(source.node, template, files.linesOf(source.file)))
    .find(queue => queue !== undefined)
}

async function streamType(reader: SettingReader, source: string | undefined): Promise<EventSourceType> {
  const type = (await reader.text('type', 'type')) ?? arnSource(source ?? '')
  return type === 'dynamodb' || type === 'kinesis' ? type : 'other'
}

async function batchingWindow(reader: SettingReader): Promise<number | undefined> {
  const key = (await reader.says('batchWindow')) ? 'batchWindow' : 'maximumBatchingWindow'
  return reader.number('batchingWindowSeconds', key)
}

async function reportsFailures(reader: SettingReader): Promise<boolean | undefined> {
  const type = await reader.text('reportsBatchItemFailures', 'functionResponseType')
  return type === undefined ? undefined : type === 'ReportBatchItemFailures'
}

/** `GET /orders` or its parts; a websocket has a route alone. */
async function route(reader: SettingReader, value: Located): Promise<{ method?: string; path?: string }> {
  const { method, path } = /^(?:(?<method>\w+|\*)\s+)?(?<path>\S+)$/.exec(textOf(value.node).trim())?.groups ?? {}
  const ownPath = (await reader.text('path', 'path')) ?? (await reader.text('path', 'route'))
  return {
    ...present('method', method ?? (await reader.text('method', 'method'))),
    ...present('path', path ?? ownPath),
  }
}

async function schedule(reader: SettingReader, value: Located): Promise<{ schedule?: string }> {
  if (value.node.kind === 'scalar') return present('schedule', textOf(value.node) || undefined)
  const rate = await reader.value('rate', '0')
  if (rate) return { schedule: textOf(rate.node) }
  return present('schedule', await reader.text('schedule', (await reader.says('rate')) ? 'rate' : 'schedule'))
}
