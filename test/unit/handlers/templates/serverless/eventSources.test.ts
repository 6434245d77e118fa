import assert from 'node:assert/strict'
import type { EventSource } from '#handlers/eventSource.ts'
import { spanned } from '../../spanned.ts'
import { readOnly, service } from './serviceProject.ts'

/** The sources of a function with these events, without their places. */
async function sourcesOf(events: readonly string[], ...lines: readonly string[]): Promise<Partial<EventSource>[]> {
  const { eventSources = [] } = await readOnly(
    service(['handler: a.b', 'events:', ...events.map(line => `  ${line}`)], ...lines),
  )
  return eventSources.map(({ spans: _, line: __, unresolved: ___, ...rest }) => rest)
}

describe('what calls a function of a service', () => {
  const arn = 'arn:aws:sqs:eu-west-1:123456789012:orders'
  const cases: readonly (readonly [string, Partial<EventSource>])[] = [
    ['- http: GET /orders/{id}', { name: 'http', type: 'api', method: 'GET', path: '/orders/{id}' }],
    ['- http: { path: orders, method: post }', { name: 'http', type: 'api', method: 'post', path: 'orders' }],
    ["- httpApi: '*'", { name: 'httpApi', type: 'api', path: '*' }],
    ['- websocket: $connect', { name: 'websocket', type: 'api', path: '$connect' }],
    ['- websocket: { route: hello }', { name: 'websocket', type: 'api', path: 'hello' }],
    ['- schedule: rate(2 hours)', { name: 'schedule', type: 'schedule', schedule: 'rate(2 hours)' }],
    [
      '- schedule: { rate: [cron(0 12 * * ? *)], enabled: false }',
      { name: 'schedule', type: 'schedule', schedule: 'cron(0 12 * * ? *)', enabled: false },
    ],
    [`- sqs: ${arn}`, { name: 'sqs', type: 'sqs', source: arn }],
    [
      `- sqs: { arn: "${arn}", batchSize: 5, maximumBatchingWindow: 60, functionResponseType: ReportBatchItemFailures, maximumConcurrency: 3 }`,
      {
        name: 'sqs',
        type: 'sqs',
        source: arn,
        batchSize: 5,
        batchingWindowSeconds: 60,
        reportsBatchItemFailures: true,
        maximumConcurrency: 3,
      },
    ],
    ['- sqs: !GetAtt Other.Arn', { name: 'sqs', type: 'sqs', source: 'Other' }],
    [
      '- sqs: { arn: !GetAtt [Other, Arn], filterPatterns: [{ body: { kind: [new] } }] }',
      { name: 'sqs', type: 'sqs', source: 'Other', filters: ['{"body":{"kind":["new"]}}'] },
    ],
    [
      '- stream: arn:aws:kinesis:eu-west-1:123456789012:stream/x',
      { name: 'stream', type: 'kinesis', source: 'arn:aws:kinesis:eu-west-1:123456789012:stream/x' },
    ],
    [
      '- stream: { type: dynamodb, arn: !GetAtt Table.StreamArn, batchWindow: 2, startingPosition: LATEST, maximumRetryAttempts: 0, bisectBatchOnFunctionError: true, destinations: { onFailure: { arn: !GetAtt Lost.Arn, type: sqs } } }',
      {
        name: 'stream',
        type: 'dynamodb',
        source: 'Table',
        batchingWindowSeconds: 2,
        startingPosition: 'LATEST',
        maximumRetries: 0,
        bisectsOnError: true,
        onFailure: 'Lost',
      },
    ],
    ['- s3: photos', { name: 's3', type: 's3', source: 'photos' }],
    ['- s3: { bucket: photos, event: "s3:ObjectCreated:*" }', { name: 's3', type: 's3', source: 'photos' }],
    ['- sns: dispatch', { name: 'sns', type: 'sns', source: 'dispatch' }],
    [
      '- eventBridge: { eventBus: default, pattern: { source: [shop] } }',
      { name: 'eventBridge', type: 'eventbridge', source: 'default', filters: ['{"source":["shop"]}'] },
    ],
    [
      '- eventBridge: { schedule: rate(10 minutes) }',
      { name: 'eventBridge', type: 'eventbridge', schedule: 'rate(10 minutes)' },
    ],
    ['- alexaSkill', { name: 'alexaSkill', type: 'alexa' }],
    ['- alb: { listenerArn: x, priority: 1 }', { name: 'alb', type: 'other' }],
    ['- sqs: ${env:QUEUE}', { name: 'sqs', type: 'sqs' }],
    ['- sqs: { arn: "${cf:x.Queue}", batchSize: "${self:custom.batch}" }', { name: 'sqs', type: 'sqs', batchSize: 7 }],
  ]
  for (const [event, expected] of cases) {
    it(`is told by ${event}`, async () => {
      assert.deepEqual(await sourcesOf([event], 'custom: { batch: 7 }'), [expected])
    })
  }

  it('is several, each with a name of its own', async () => {
    const sources = await sourcesOf(['- httpApi: GET /a', '- httpApi: GET /b', '- schedule: rate(1 day)'])
    assert.deepEqual(
      sources.map(({ name }) => name),
      ['httpApi', 'httpApi 2', 'schedule'],
    )
  })

  it('is an address of its own', async () => {
    for (const [setting, types] of [
      ['url: true', ['function-url']],
      ['url: { cors: true }', ['function-url']],
      ['url: false', []],
    ] as const) {
      const { eventSources = [] } = await readOnly(service(['handler: a.b', setting]))
      assert.deepEqual(
        eventSources.map(({ type }) => type),
        types,
      )
    }
  })

  it('is nothing where nothing is readable', async () => {
    for (const events of ['events: 3', 'events: [null, 4, [], {}]', 'events: "${env:X}"', 'events: { http: GET / }']) {
      const { eventSources } = await readOnly(service(['handler: a.b', events]))
      assert.deepEqual(
        eventSources?.filter(({ type }) => type !== 'other'),
        [],
      )
    }
  })

  it('has its places, and the queue of the same file', async () => {
    const files = service(
      [
        'handler: a.b',
        'events:',
        '  - sqs:',
        '      arn: !GetAtt Orders.Arn',
        '      batchSize: 25',
        '      enabled: ${env:ON}',
      ],
      'resources:',
      '  Resources:',
      '    Orders:',
      '      Type: AWS::SQS::Queue',
      '      Properties: { VisibilityTimeout: 90, RedrivePolicy: { maxReceiveCount: 3 } }',
    )
    const text = files['serverless.yml'] ?? ''
    const [source] = (await readOnly(files)).eventSources ?? []
    assert.deepEqual([source?.source, source?.line, source?.unresolved], ['Orders', 12, ['enabled']])
    assert.deepEqual(spanned(text, source?.spans ?? {}), { batchSize: '25' })
    const { spans = {}, ...queue } = source?.queue ?? {}
    assert.deepEqual(queue, { logicalId: 'Orders', line: 5, visibilityTimeoutSeconds: 90, maxReceiveCount: 3 })
    assert.equal(spanned(text, spans)['visibilityTimeoutSeconds'], '90')
  })

  it('has no queue where that stands in another file', async () => {
    const [source] =
      (
        await readOnly({
          ...service(['handler: a.b', 'events: [{ sqs: !GetAtt Orders.Arn }]'], 'resources: "${file(resources.yml)}"'),
          'resources.yml': 'Resources: { Orders: { Type: AWS::SQS::Queue } }',
        })
      ).eventSources ?? []
    assert.deepEqual([source?.source, source?.queue], ['Orders', undefined])
  })

  it('has no places in a file that is not the function’s', async () => {
    const { eventSources = [], line } = await readOnly({
      ...service(['handler: a.b', 'events: "${file(events.yml)}"']),
      'events.yml':
        '# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# 8\n- sqs:\n    arn: arn:aws:sqs:eu-west-1:123456789012:orders\n    batchSize: 4\n',
    })
    const [source] = eventSources
    assert.deepEqual([source?.batchSize, source?.spans, source?.line], [4, {}, line + 1])
  })
})
