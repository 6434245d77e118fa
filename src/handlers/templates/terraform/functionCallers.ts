import type { EventSource, EventSourceType } from '../../eventSource.ts'
import { present } from '../../present.ts'
import { AttributeReader } from './attributeReader.ts'
import { mappedSource } from './eventSources.ts'
import type { ModuleInstance } from './moduleInstance.ts'
import { jsonText } from './plainValue.ts'
import { type Referenced, References, sourceName } from './references.ts'
import type { PlacedBlock } from './terraformFolder.ts'
import { resolve, type TerraformValue } from './terraformValue.ts'

/** What the other resources of a project do with its functions. */
export class FunctionCallers {
  readonly references: References
  readonly #lineAt: (file: string, offset: number) => number
  readonly #sources = new Map<string, EventSource[]>()
  readonly #edge = new Set<string>()
  readonly #provisioned = new Map<string, number>()

  constructor(instances: readonly ModuleInstance[], lineAt: (file: string, offset: number) => number) {
    this.references = new References(instances)
    this.#lineAt = lineAt
    for (const instance of instances) {
      for (const [address, placed] of instance.folder.resources) this.#read(address, placed, instance)
    }
  }

  sourcesOf(instance: ModuleInstance, address: string): readonly EventSource[] {
    return this.#sources.get(keyOf(instance, address)) ?? []
  }

  /** Whether CloudFront calls it. */
  isEdge(instance: ModuleInstance, address: string): boolean {
    return this.#edge.has(keyOf(instance, address))
  }

  provisionedConcurrency(instance: ModuleInstance, address: string): number | undefined {
    return this.#provisioned.get(keyOf(instance, address))
  }

  #read(address: string, placed: PlacedBlock, instance: ModuleInstance): void {
    const type = address.replace(/\..*$/, '')
    const reader = readerOf(placed, instance)
    if (type === 'aws_lambda_provisioned_concurrency_config') {
      const count = reader.positive('', 'provisioned_concurrent_executions')
      const key = this.#functionOf(reader.value('function_name'))
      if (key !== undefined && count !== undefined) this.#provisioned.set(key, count)
      return
    }
    for (const { of, isEdge, source } of this.#calls(type, address, reader, placed)) {
      const key = this.#functionOf(of)
      if (key === undefined) continue
      if (isEdge) this.#edge.add(key)
      this.#sources.set(key, [...(this.#sources.get(key) ?? []), source()])
    }
  }

  /** From a reference to a function, or to an alias of it. */
  #functionOf(value: TerraformValue | undefined, depth = 0): string | undefined {
    const found = this.references.find(value)
    if (!found) return
    const { address, placed, instance } = found
    if (/^(aws_lambda_function|module)\./.test(address)) return keyOf(instance, address)
    if (depth > 3 || !address.startsWith('aws_lambda_alias.')) return
    return this.#functionOf(readerOf(placed, instance).value('function_name'), depth + 1)
  }

  /** Where a resource names the functions that it calls. */
  #calls(type: string, address: string, reader: AttributeReader, placed: PlacedBlock): readonly Call[] {
    const { file, block } = placed
    const line = this.#lineAt(file, block.typeSpan.start)
    const place = { name: address, file, line }
    const source = (kind: EventSourceType, more: Partial<EventSource> = {}) => ({
      source: () => ({ ...place, type: kind, ...more, spans: {}, unresolved: [] }),
    })
    const nameOf = (value: TerraformValue | undefined) => present('source', sourceName(value, this.references))
    const told = { name: address, file, lineAt: this.#lineAt }
    switch (type) {
      case 'aws_lambda_event_source_mapping':
        return [{ of: reader.value('function_name'), source: () => mappedSource(reader, told, line, this.references) }]
      case 'aws_lambda_function_url':
        return [{ of: reader.value('function_name'), ...source('function-url') }]
      case 'aws_sns_topic_subscription':
        return [
          {
            of: reader.value('endpoint'),
            ...source('sns', { ...nameOf(reader.value('topic_arn')), ...patternOf(reader.value('filter_policy')) }),
          },
        ]
      case 'aws_cloudwatch_event_target': {
        const rule = this.references.find(reader.value('rule'))
        return [{ of: reader.value('arn'), ...source(...ruleSource(rule)) }]
      }
      case 'aws_scheduler_schedule':
        return reader.inner('target').map(target => ({
          of: target.value('arn'),
          ...source('schedule', present('schedule', reader.text('schedule', 'schedule_expression'))),
        }))
      case 'aws_s3_bucket_notification':
        return reader.inner('lambda_function').map(notified => ({
          of: notified.value('lambda_function_arn'),
          ...source('s3', nameOf(reader.value('bucket'))),
        }))
      case 'aws_cloudwatch_log_subscription_filter':
        return [{ of: reader.value('destination_arn'), ...source('logs', nameOf(reader.value('log_group_name'))) }]
      case 'aws_apigatewayv2_route': {
        const integration = this.references.find(reader.value('target'))
        const uri = integration && readerOf(integration.placed, integration.instance).value('integration_uri')
        return [{ of: uri, ...source('api', routeOf(reader.text('path', 'route_key'))) }]
      }
      case 'aws_api_gateway_integration':
        return [{ of: reader.value('uri'), ...source('api', nameOf(reader.value('rest_api_id'))) }]
      case 'aws_cloudfront_distribution':
        return ['default_cache_behavior', 'ordered_cache_behavior']
          .flatMap(name => reader.inner(name))
          .flatMap(behavior => behavior.inner('lambda_function_association'))
          .map(association => ({ of: association.value('lambda_arn'), isEdge: true, ...source('cloudfront') }))
      default:
        return []
    }
  }
}

interface Call {
  readonly of: TerraformValue | undefined
  readonly isEdge?: boolean
  readonly source: () => EventSource
}

/** Addresses are unique in what one folder, the root, deploys. */
function keyOf({ rootPath, prefix }: ModuleInstance, address: string): string {
  return `${rootPath}#${prefix}${address}`
}

function readerOf({ block, file }: PlacedBlock, instance: ModuleInstance): AttributeReader {
  const expression = { kind: 'opaque', span: block.body.span } as const
  return new AttributeReader(block.body, { expression, file, instance, isShared: false, isPassed: false })
}

function ruleSource(rule: Referenced | undefined): readonly [EventSourceType, Partial<EventSource>] {
  if (!rule) return ['eventbridge', {}]
  const reader = readerOf(rule.placed, rule.instance)
  const schedule = reader.value('schedule_expression')
  if (schedule) return ['schedule', present('schedule', reader.text('schedule', 'schedule_expression'))]
  const bus = reader.value('event_bus_name')
  const name = bus && resolve(bus)?.value
  return [
    'eventbridge',
    { ...patternOf(reader.value('event_pattern')), ...(typeof name === 'string' && { source: name }) },
  ]
}

function patternOf(value: TerraformValue | undefined): Partial<EventSource> {
  const pattern = jsonText(value)
  return pattern === undefined ? {} : { filters: [pattern] }
}

/** `GET /orders`, `$default` */
function routeOf(key: string | undefined): Partial<EventSource> {
  const { method, path } = /^(?:(?<method>\w+)\s+)?(?<path>\S+)$/.exec(key ?? '')?.groups ?? {}
  return { ...present('method', method), ...present('path', path) }
}
