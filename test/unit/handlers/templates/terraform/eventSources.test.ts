import assert from 'node:assert/strict'
import type { EventSource } from '#handlers/eventSource.ts'
import { spanned } from '../../spanned.ts'
import { fn, lambdaModule, readAll, readOne } from './terraformFiles.ts'

/** Without places. */
function sourcesOf(text: string, others: Readonly<Record<string, string>> = {}): Partial<EventSource>[] {
  return (readOne(text, others).eventSources ?? []).map(({ spans: _, line: __, unresolved: ___, queue, ...rest }) => ({
    ...rest,
    ...(queue && { queue: { ...queue, spans: {}, line: 0 } }),
  }))
}

const mapping = (...lines: readonly string[]) =>
  `resource "aws_lambda_event_source_mapping" "m" {\n${lines.map(line => `  ${line}\n`).join('')}}\n`
const own = 'function_name = aws_lambda_function.orders.arn'
const arn = 'arn:aws:sqs:eu-west-1:123456789012:orders'
const mapped = { name: 'aws_lambda_event_source_mapping.m' }

describe('what calls a function of Terraform', () => {
  const cases: readonly (readonly [text: string, ...expected: Partial<EventSource>[]])[] = [
    [
      mapping(own, `event_source_arn = "${arn}"`, 'batch_size = 5'),
      { ...mapped, type: 'sqs', source: arn, batchSize: 5 },
    ],
    [
      mapping(
        own,
        'event_source_arn = aws_sqs_queue.q.arn',
        'maximum_batching_window_in_seconds = 0',
        'function_response_types = ["ReportBatchItemFailures"]',
        'scaling_config {\n    maximum_concurrency = 4\n  }',
        'filter_criteria {\n    filter {\n      pattern = jsonencode({ body = { kind = ["new", local.kind] } })\n    }\n  }',
      ) +
        'locals {\n  kind = "old"\n}\nresource "aws_sqs_queue" "q" {\n  visibility_timeout_seconds = 60\n  fifo_queue = true\n  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })\n}\n',
      {
        ...mapped,
        type: 'sqs',
        source: 'aws_sqs_queue.q',
        queue: {
          logicalId: 'aws_sqs_queue.q',
          line: 0,
          visibilityTimeoutSeconds: 60,
          fifo: true,
          maxReceiveCount: 3,
          spans: {},
        },
        batchingWindowSeconds: 0,
        reportsBatchItemFailures: true,
        filters: ['{"body":{"kind":["new","old"]}}'],
        maximumConcurrency: 4,
      },
    ],
    [
      mapping(
        'function_name = aws_lambda_alias.live.arn',
        'event_source_arn = aws_dynamodb_table.t.stream_arn',
        'starting_position = "LATEST"',
        'parallelization_factor = 2',
        'tumbling_window_in_seconds = 30',
        'maximum_retry_attempts = 0',
        'maximum_record_age_in_seconds = 600',
        'bisect_batch_on_function_error = true',
        'enabled = false',
        'function_response_types = []',
        'destination_config {\n    on_failure {\n      destination_arn = aws_sqs_queue.lost.arn\n    }\n  }',
      ) +
        'resource "aws_lambda_alias" "live" {\n  function_name = aws_lambda_function.orders.function_name\n}\nresource "aws_dynamodb_table" "t" {\n}\nresource "aws_sqs_queue" "lost" {\n}\n',
      {
        ...mapped,
        type: 'dynamodb',
        source: 'aws_dynamodb_table.t',
        reportsBatchItemFailures: false,
        parallelizationFactor: 2,
        tumblingWindowSeconds: 30,
        maximumRetries: 0,
        maximumRecordAgeSeconds: 600,
        bisectsOnError: true,
        onFailure: 'aws_sqs_queue.lost',
        startingPosition: 'LATEST',
        enabled: false,
      },
    ],
    [
      `${mapping(own, 'event_source_arn = module.queue.queue_arn')}module "queue" {\n  source = "terraform-aws-modules/sqs/aws"\n}\n`,
      { ...mapped, type: 'sqs', source: 'module.queue' },
    ],
    [
      `${mapping(own, 'event_source_arn = data.aws_kinesis_stream.s.arn')}data "aws_kinesis_stream" "s" {\n}\n`,
      { ...mapped, type: 'kinesis', source: 'data.aws_kinesis_stream.s' },
    ],
    [mapping(own, 'topics = ["a"]', 'self_managed_event_source {\n  }'), { ...mapped, type: 'kafka' }],
    [mapping(own, 'event_source_arn = var.queue'), { ...mapped, type: 'other' }],
    [
      'resource "aws_lambda_function_url" "u" {\n  function_name = aws_lambda_function.orders.function_name\n}\n',
      { name: 'aws_lambda_function_url.u', type: 'function-url' },
    ],
    [
      'resource "aws_sns_topic_subscription" "s" {\n  endpoint = aws_lambda_function.orders.arn\n  topic_arn = aws_sns_topic.t.arn\n  filter_policy = jsonencode({ kind = ["a"] })\n}\nresource "aws_sns_topic" "t" {\n}\n',
      { name: 'aws_sns_topic_subscription.s', type: 'sns', source: 'aws_sns_topic.t', filters: ['{"kind":["a"]}'] },
    ],
    [
      'resource "aws_cloudwatch_event_target" "t" {\n  rule = aws_cloudwatch_event_rule.r.name\n  arn = aws_lambda_function.orders.arn\n}\nresource "aws_cloudwatch_event_rule" "r" {\n  schedule_expression = "rate(5 minutes)"\n}\n',
      { name: 'aws_cloudwatch_event_target.t', type: 'schedule', schedule: 'rate(5 minutes)' },
    ],
    [
      'resource "aws_cloudwatch_event_target" "t" {\n  rule = aws_cloudwatch_event_rule.r.name\n  arn = aws_lambda_function.orders.arn\n}\nresource "aws_cloudwatch_event_rule" "r" {\n  event_bus_name = "shop"\n  event_pattern = <<EOF\n{ "source": ["shop"] }\nEOF\n}\n',
      {
        name: 'aws_cloudwatch_event_target.t',
        type: 'eventbridge',
        source: 'shop',
        filters: ['{ "source": ["shop"] }'],
      },
    ],
    [
      'resource "aws_scheduler_schedule" "s" {\n  schedule_expression = "cron(0 1 * * ? *)"\n  target {\n    arn = aws_lambda_function.orders.arn\n  }\n}\n',
      { name: 'aws_scheduler_schedule.s', type: 'schedule', schedule: 'cron(0 1 * * ? *)' },
    ],
    [
      'resource "aws_s3_bucket_notification" "n" {\n  bucket = aws_s3_bucket.b.id\n  lambda_function {\n    lambda_function_arn = aws_lambda_function.orders.arn\n  }\n}\nresource "aws_s3_bucket" "b" {\n}\n',
      { name: 'aws_s3_bucket_notification.n', type: 's3', source: 'aws_s3_bucket.b' },
    ],
    [
      'resource "aws_cloudwatch_log_subscription_filter" "f" {\n  log_group_name = "/app"\n  destination_arn = aws_lambda_function.orders.arn\n}\n',
      { name: 'aws_cloudwatch_log_subscription_filter.f', type: 'logs', source: '/app' },
    ],
    [
      'resource "aws_apigatewayv2_route" "r" {\n  route_key = "GET /orders"\n  target = "integrations/${aws_apigatewayv2_integration.i.id}"\n}\nresource "aws_apigatewayv2_integration" "i" {\n  integration_uri = aws_lambda_function.orders.invoke_arn\n}\n',
      { name: 'aws_apigatewayv2_route.r', type: 'api', method: 'GET', path: '/orders' },
    ],
    [
      'resource "aws_api_gateway_integration" "i" {\n  rest_api_id = aws_api_gateway_rest_api.a.id\n  uri = aws_lambda_function.orders.invoke_arn\n}\nresource "aws_api_gateway_rest_api" "a" {\n}\n',
      { name: 'aws_api_gateway_integration.i', type: 'api', source: 'aws_api_gateway_rest_api.a' },
    ],
    // Nothing that calls this function.
    [mapping('function_name = aws_lambda_function.other.arn', `event_source_arn = "${arn}"`)],
    [mapping('function_name = var.other', `event_source_arn = "${arn}"`)],
    ['resource "aws_lambda_permission" "p" {\n  function_name = aws_lambda_function.orders.arn\n}\n'],
    [
      'resource "aws_lambda_alias" "live" {\n  function_name = aws_lambda_alias.live.arn\n}\n' +
        mapping('function_name = aws_lambda_alias.live.arn'),
    ],
  ]
  for (const [text, ...expected] of cases)
    it(`is told by ${text.replaceAll('\n', ' ⏎ ')}`, () => assert.deepEqual(sourcesOf(fn + text), expected))

  it('is told by the arguments of terraform-aws-modules/lambda', () => {
    const text = lambdaModule(
      'handler = "a.b"',
      'create_lambda_function_url = true',
      'event_source_mapping = {',
      '  jobs = {',
      `    event_source_arn = "${arn}"`,
      '    batch_size = 7',
      '    function_response_types = ["ReportBatchItemFailures"]',
      '    scaling_config = { maximum_concurrency = 20 }',
      '    filter_criteria = [{ pattern = jsonencode({ a = [1] }) }, { pattern = "{}" }]',
      '    destination_arn_on_failure = "arn:aws:sqs:eu-west-1:123456789012:lost"',
      '  }',
      '}',
    )
    assert.deepEqual(sourcesOf(text), [
      {
        name: 'jobs',
        type: 'sqs',
        source: arn,
        batchSize: 7,
        reportsBatchItemFailures: true,
        filters: ['{"a":[1]}', '{}'],
        maximumConcurrency: 20,
        onFailure: 'arn:aws:sqs:eu-west-1:123456789012:lost',
      },
      { name: 'create_lambda_function_url', type: 'function-url' },
    ])
  })

  it('is found through the outputs of modules', () => {
    const files = {
      'main.tf': `module "fn" {\n  source = "./fn"\n}\n${mapping('function_name = module.fn.arn', 'event_source_arn = module.q.arn')}module "q" {\n  source = "./q"\n}\n`,
      'fn/main.tf': `${fn}output "arn" {\n  value = aws_lambda_function.orders.arn\n}\n`,
      'q/main.tf': 'resource "aws_sqs_queue" "q" {\n}\noutput "arn" {\n  value = aws_sqs_queue.q.arn\n}\n',
    }
    const [definition] = readAll(files)
    const [source] = definition?.eventSources ?? []
    assert.deepEqual(
      [source?.type, source?.file, source?.line, source?.queue?.file, source?.queue?.line],
      ['sqs', 'main.tf', 4, 'q/main.tf', 1],
    )
  })

  it('is found where the module is given the function', () => {
    const files = {
      'main.tf': `${fn}module "trigger" {\n  source = "./trigger"\n  arn = aws_lambda_function.orders.arn\n}\n`,
      'trigger/main.tf': `${mapping('function_name = var.arn', `event_source_arn = "${arn}"`)}variable "arn" {}\n`,
    }
    const [definition] = readAll(files)
    assert.deepEqual(
      definition?.eventSources?.map(({ type, file }) => [type, file]),
      [['sqs', 'trigger/main.tf']],
    )
  })

  it('has places, in the file that it stands in', () => {
    const events = mapping(
      own,
      `event_source_arn = aws_sqs_queue.q.arn`,
      'batch_size = 5',
      'maximum_batching_window_in_seconds = var.window',
      'enabled = var.enabled',
      'scaling_config {\n    maximum_concurrency = 4\n  }',
    )
    const queue = 'resource "aws_sqs_queue" "q" {\n  visibility_timeout_seconds = 60\n}\n'
    const files = { 'events.tf': events, 'queue.tf': queue, 'variables.tf': 'variable "window" {\n  default = 9\n}\n' }
    const [source] = readOne(fn, files).eventSources ?? []
    assert.deepEqual([source?.file, source?.line, source?.batchingWindowSeconds], ['events.tf', 1, 9])
    assert.deepEqual(spanned(events, source?.spans ?? {}), { batchSize: '5', maximumConcurrency: '4' })
    assert.deepEqual(source?.unresolved, ['enabled'])
    assert.deepEqual(spanned(queue, source?.queue?.spans ?? {}), { visibilityTimeoutSeconds: '60' })
    const [here] = readOne(fn + events + queue).eventSources ?? []
    assert.deepEqual([here?.file, here?.line, here?.queue?.file, here?.queue?.line], [undefined, 6, undefined, 16])
  })
})
