import assert from 'node:assert/strict'
import type { EventSource } from '#handlers/eventSource.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { spanned } from '../../spanned.ts'
import { functionOf, stackApp } from './cdkProject.ts'

const imports = [
  "import * as sqs from 'aws-cdk-lib/aws-sqs'",
  "import * as events from 'aws-cdk-lib/aws-events'",
  "import * as targets from 'aws-cdk-lib/aws-events-targets'",
  "import { DynamoEventSource, KinesisEventSource, SqsDlq, SqsEventSource, ApiEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'",
  "import * as sns from 'aws-cdk-lib/aws-sns'",
  "import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions'",
  "import * as s3n from 'aws-cdk-lib/aws-s3-notifications'",
  "import * as apigateway from 'aws-cdk-lib/aws-apigateway'",
  "import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'",
].join('\n')
const code = "runtime: Runtime.NODEJS_22_X, handler: 'a.b', code: Code.fromAsset('src')"
const fn = `const fn = new lambda.Function(this, 'Fn', { ${code} })`

async function read(...statements: readonly string[]): Promise<FunctionDefinition & { readonly text: string }> {
  const { texts, stack } = stackApp(...statements)
  const text = `${imports}\n${stack}`
  return { ...(await functionOf({ ...texts, 'lib/shop-stack.ts': text })), text }
}

describe('what calls a function of a CDK app', () => {
  const queue = "const queue = new sqs.Queue(this, 'Orders')"
  const cases: readonly (readonly [statements: readonly string[], ...expected: Partial<EventSource>[]])[] = [
    [
      [queue, fn, 'fn.addEventSource(new SqsEventSource(queue))'],
      { name: 'SqsEventSource', type: 'sqs', source: 'Orders', queue: { logicalId: 'Orders', line: 0, spans: {} } },
    ],
    [
      [
        "this.queue = new sqs.Queue(this, 'Orders', { visibilityTimeout: Duration.minutes(2), fifo: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } })",
        fn.replace('const fn', 'this.fn'),
        'this.fn.addEventSource(new SqsEventSource(this.queue, { batchSize: 5, maxBatchingWindow: Duration.seconds(0), reportBatchItemFailures: true, maxConcurrency: 4, filters: [f], enabled: false }))',
      ],
      {
        name: 'SqsEventSource',
        type: 'sqs',
        source: 'Orders',
        queue: {
          logicalId: 'Orders',
          line: 0,
          visibilityTimeoutSeconds: 120,
          fifo: true,
          maxReceiveCount: 3,
          spans: {},
        },
        batchSize: 5,
        batchingWindowSeconds: 0,
        reportsBatchItemFailures: true,
        maximumConcurrency: 4,
        enabled: false,
        unresolved: ['filters'],
      },
    ],
    [
      [
        "const lost = new sqs.Queue(this, 'Lost')",
        `new lambda.Function(this, 'Fn', { ${code}, events: [new DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 2, bisectBatchOnError: true, tumblingWindow: Duration.seconds(30), maxRecordAge: Duration.hours(1), parallelizationFactor: 3, onFailure: new SqsDlq(lost), batchSize: props.size })] })`,
      ],
      {
        name: 'DynamoEventSource',
        type: 'dynamodb',
        parallelizationFactor: 3,
        tumblingWindowSeconds: 30,
        maximumRetries: 2,
        maximumRecordAgeSeconds: 3600,
        bisectsOnError: true,
        onFailure: 'Lost',
        startingPosition: 'LATEST',
        unresolved: ['batchSize'],
      },
    ],
    [
      [queue, fn, "fn.addEventSourceMapping('Map', { eventSourceArn: queue.queueArn, batchSize: 1 })"],
      { name: 'Map', type: 'sqs', source: 'Orders', queue: { logicalId: 'Orders', line: 0, spans: {} }, batchSize: 1 },
    ],
    [
      [fn, "fn.addEventSource(new ApiEventSource('GET', '/orders'))"],
      { name: 'ApiEventSource', type: 'api', method: 'GET', path: '/orders' },
    ],
    [[fn, 'fn.addFunctionUrl({ authType: x })'], { name: 'addFunctionUrl', type: 'function-url' }],
    [
      [
        fn,
        "const rule = new events.Rule(this, 'R', { schedule: events.Schedule.rate(Duration.days(1)) })",
        'rule.addTarget(new targets.LambdaFunction(fn))',
      ],
      { name: 'LambdaFunction', type: 'schedule' },
    ],
    [
      [
        fn,
        "new events.Rule(this, 'R', { schedule: s, targets: [new targets.LambdaFunction(fn, { retryAttempts: 1 })] })",
      ],
      { name: 'LambdaFunction', type: 'schedule' },
    ],
    [
      [fn, "new events.Rule(this, 'R', { eventPattern: p, targets: [new targets.LambdaFunction(fn)] })"],
      { name: 'LambdaFunction', type: 'eventbridge' },
    ],
    [
      [fn, 'topic.addSubscription(new subscriptions.LambdaSubscription(fn))'],
      { name: 'LambdaSubscription', type: 'sns' },
    ],
    [
      [fn, 'bucket.addEventNotification(created, new s3n.LambdaDestination(fn))'],
      { name: 'LambdaDestination', type: 's3' },
    ],
    [[fn, "orders.addMethod('GET', new apigateway.LambdaIntegration(fn))"], { name: 'LambdaIntegration', type: 'api' }],
    [[fn, "new apigateway.LambdaRestApi(this, 'Api', { handler: fn })"], { name: 'LambdaRestApi', type: 'api' }],
    [
      [fn, "api.addRoutes({ path: '/', integration: new HttpLambdaIntegration('I', fn) })"],
      { name: 'HttpLambdaIntegration', type: 'api' },
    ],
    // Nothing that calls this function.
    [[fn]],
    [[queue, fn, 'other.addEventSource(new SqsEventSource(queue))']],
    [[queue, fn, 'queue.addEventSource(new SqsEventSource(queue))']],
    [[fn, 'fn.addEventSource(source)', 'fn.addEventSource(new MyEventSource(queue))', 'fn.addToRolePolicy(p)']],
    [["const fn = new sqs.Queue(this, 'Q')", fn, 'fn.addFunctionUrl()']],
  ]
  for (const [statements, ...expected] of cases) {
    it(`is told by ${statements.join(' ⏎ ')}`, async () => {
      const { eventSources = [] } = await read(...statements)
      const found = eventSources.map(({ spans: _, line: __, queue: from, ...rest }) => ({
        ...rest,
        ...(from && { queue: { ...from, spans: {}, line: 0 } }),
      }))
      assert.deepEqual(
        found,
        expected.map(one => ({ unresolved: [], ...one })),
      )
    })
  }

  it('has places', async () => {
    const { text, eventSources } = await read(
      'const size = 7',
      "const queue = new sqs.Queue(this, 'Orders', { visibilityTimeout: Duration.seconds(90) })",
      fn,
      'fn.addEventSource(',
      '  new SqsEventSource(queue, { batchSize: 5, maxBatchingWindow: Duration.seconds(3), maxConcurrency: size }),',
      ')',
    )
    const [source] = eventSources ?? []
    assert.deepEqual([source?.line, source?.queue?.line, source?.maximumConcurrency], [28, 25, 7])
    assert.deepEqual(spanned(text, source?.spans ?? {}), { batchSize: '5', batchingWindowSeconds: '3' })
    assert.deepEqual(spanned(text, source?.queue?.spans ?? {}), { visibilityTimeoutSeconds: '90' })
  })
})

describe('settings of a function of a CDK app', () => {
  const layer = "const layer = new lambda.LayerVersion(this, 'Layer', {})"
  const arn = 'arn:aws:lambda:eu-west-1:1:layer:x:1'
  const withOptions = (options: string) => fn.replace(code, `${code}, ${options}`)
  const cases: readonly (readonly [statements: readonly string[], expected: Partial<FunctionDefinition>])[] = [
    [[fn], {}],
    [[withOptions('ephemeralStorageSize: cdk.Size.gibibytes(2)')], { ephemeralStorageMb: 2048 }],
    [[withOptions('ephemeralStorageSize: cdk.Size.mebibytes(props.size)')], {}],
    [[withOptions('snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS')], { snapStart: true }],
    [
      [layer, withOptions(`layers: [layer, lambda.LayerVersion.fromLayerVersionArn(this, 'X', '${arn}'), other]`)],
      { layers: ['Layer', arn] },
    ],
    [
      [fn, "new lambda.Alias(this, 'Live', { version: fn.currentVersion, provisionedConcurrentExecutions: 2 })"],
      { provisionedConcurrency: 2 },
    ],
    [[fn, "fn.addAlias('live', { provisionedConcurrentExecutions: 3 })"], { provisionedConcurrency: 3 }],
    [[withOptions('durableConfig: { executionTimeout: Duration.hours(1) }')], { functionKind: 'durable' }],
    [[withOptions('tenancyConfig: lambda.TenancyConfig.PER_TENANT')], { functionKind: 'tenant-isolated' }],
    [
      ["const provider = new lambda.CapacityProvider(this, 'P', {})", fn, 'provider.addFunction(fn)'],
      { functionKind: 'managed-instances' },
    ],
    [[fn, 'other.addFunction(fn)'], {}],
    [
      [
        fn,
        "new cloudfront.Distribution(this, 'D', { defaultBehavior: { origin, edgeLambdas: [{ functionVersion: fn.currentVersion }] } })",
      ],
      { functionKind: 'edge' },
    ],
    [[fn.replace('lambda.Function', 'cloudfront.experimental.EdgeFunction')], { functionKind: 'edge' }],
  ]
  for (const [statements, expected] of cases) {
    it(`are read: ${statements.join(' ⏎ ')}`, async () => {
      const { ephemeralStorageMb, snapStart, layers, provisionedConcurrency, functionKind } = await read(...statements)
      const found = { ephemeralStorageMb, snapStart, layers, provisionedConcurrency, functionKind }
      const plain = { ephemeralStorageMb: undefined, snapStart: undefined, layers: undefined }
      assert.deepEqual(found, { ...plain, provisionedConcurrency: undefined, functionKind: 'event', ...expected })
    })
  }
})
