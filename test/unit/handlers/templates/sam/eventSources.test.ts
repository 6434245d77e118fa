import assert from 'node:assert/strict'
import type { EventSource } from '#handlers/eventSource.ts'
import { functionDefinitions } from '#handlers/templates/sam/functionDefinitions.ts'

/** The sources of the function `Fn`. */
function sources(text: string): readonly EventSource[] {
  const { definitions } = functionDefinitions(text, 'template.yaml')
  return definitions.find(({ logicalId }) => logicalId === 'Fn')?.eventSources ?? []
}

/** Without places. */
function facts(text: string) {
  return sources(text).map(({ line: _, spans: __, unresolved: ___, ...rest }) => rest)
}

function samEvent(type: string, properties: string): string {
  return `Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        In: { Type: ${type}, Properties: { ${properties} } }
  Orders: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 90, RedrivePolicy: { maxReceiveCount: 3 } } }
  Events: { Type: AWS::Kinesis::Stream }
  Table: { Type: AWS::DynamoDB::Table }
  Bucket: { Type: AWS::S3::Bucket }
  Topic: { Type: AWS::SNS::Topic }
`
}

describe('events of a SAM function', () => {
  const cases: readonly (readonly [string, string, Partial<EventSource>])[] = [
    ['SQS', 'Queue: !GetAtt Orders.Arn, BatchSize: 5', { type: 'sqs', source: 'Orders', batchSize: 5 }],
    ['SQS', 'Queue: arn:aws:sqs:eu-west-1:1:q', { type: 'sqs', source: 'arn:aws:sqs:eu-west-1:1:q' }],
    ['SQS', 'Queue: !ImportValue shared', { type: 'sqs' }],
    [
      'SQS',
      'ScalingConfig: { MaximumConcurrency: 4 }, Enabled: false',
      { type: 'sqs', maximumConcurrency: 4, enabled: false },
    ],
    [
      'Kinesis',
      'Stream: !GetAtt Events.Arn, StartingPosition: LATEST, ParallelizationFactor: 2, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0',
      {
        type: 'kinesis',
        source: 'Events',
        startingPosition: 'LATEST',
        parallelizationFactor: 2,
        bisectsOnError: true,
        maximumRetries: 0,
      },
    ],
    [
      'DynamoDB',
      'Stream: !GetAtt Table.StreamArn, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [ReportBatchItemFailures], DestinationConfig: { OnFailure: { Destination: !GetAtt Orders.Arn } }',
      {
        type: 'dynamodb',
        source: 'Table',
        batchingWindowSeconds: 0,
        reportsBatchItemFailures: true,
        onFailure: 'Orders',
      },
    ],
    ['SQS', 'FunctionResponseTypes: []', { type: 'sqs', reportsBatchItemFailures: false }],
    [
      'SQS',
      `FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }, { Pattern: !Ref Unknown }] }`,
      { type: 'sqs', filters: ['{"body":{"a":[1]}}'] },
    ],
    ['Api', 'Path: /a, Method: get', { type: 'api', path: '/a', method: 'get' }],
    ['HttpApi', 'Path: "/a/{id}", Method: ANY', { type: 'api', path: '/a/{id}', method: 'ANY' }],
    ['Schedule', 'Schedule: rate(5 minutes)', { type: 'schedule', schedule: 'rate(5 minutes)' }],
    ['ScheduleV2', 'ScheduleExpression: cron(0 8 * * ? *)', { type: 'schedule', schedule: 'cron(0 8 * * ? *)' }],
    ['S3', 'Bucket: !Ref Bucket, Events: s3:ObjectCreated:*', { type: 's3', source: 'Bucket' }],
    ['SNS', 'Topic: !Ref Topic', { type: 'sns', source: 'Topic' }],
    [
      'EventBridgeRule',
      'Pattern: { source: [shop], detail: { n: [{ numeric: [">", 3] }] } }',
      { type: 'eventbridge', filters: ['{"source":["shop"],"detail":{"n":[{"numeric":[">",3]}]}}'] },
    ],
    ['EventBridgeRule', 'Pattern: { source: [!Ref AWS::StackName] }', { type: 'eventbridge' }],
    ['CloudWatchLogs', 'LogGroupName: /aws/x', { type: 'logs', source: '/aws/x' }],
    ['Brandnew', 'Batchsize: 3', { type: 'other' }],
  ]
  for (const [type, properties, expected] of cases) {
    it(`are read: ${type} { ${properties} }`, () => {
      const [found, ...others] = facts(samEvent(type, properties))
      assert.equal(others.length, 0)
      const { queue: _, ...rest } = found ?? {}
      assert.deepEqual(rest, { name: 'In', ...expected })
    })
  }

  it('tell where each value stands, and of which queue they come', () => {
    const text = samEvent(
      'SQS',
      'Queue: !GetAtt Orders.Arn, BatchSize: 5, FunctionResponseTypes: [ ReportBatchItemFailures ]',
    )
    const [found] = sources(text)
    const at = (name: string) => text.slice(found?.spans[name]?.start, found?.spans[name]?.end)
    assert.equal(at('batchSize'), '5')
    assert.equal(at('reportsBatchItemFailures'), '[ ReportBatchItemFailures ]')
    assert.equal(found?.line, 6)
    assert.ok(found?.queue)
    const { spans, ...queue } = found.queue
    assert.deepEqual(queue, { logicalId: 'Orders', line: 7, visibilityTimeoutSeconds: 90, maxReceiveCount: 3 })
    assert.equal(text.slice(spans['visibilityTimeoutSeconds']?.start, spans['visibilityTimeoutSeconds']?.end), '90')
  })

  it('are unresolved where the template leaves a value open', () => {
    const [found] = sources(samEvent('SQS', 'BatchSize: !Ref Unknown, FunctionResponseTypes: !Ref Unknown'))
    assert.deepEqual(found?.unresolved, ['batchSize', 'reportsBatchItemFailures'])
    assert.equal(found?.batchSize, undefined)
  })

  for (const events of ['Events:', 'Events: []', 'Events: { A: 1, B: null, C: { Type: !Ref X } }', 'Events: !Ref X']) {
    it(`are none: ${events}`, () => {
      assert.deepEqual(
        sources(`Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      ${events}\n`),
        [],
      )
    })
  }

  it('include the URL of the function', () => {
    const text = `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionUrlConfig: { AuthType: NONE }\n`
    assert.deepEqual(facts(text), [{ name: 'FunctionUrlConfig', type: 'function-url' }])
  })
})

describe('resources that call a CloudFormation function', () => {
  const functions = `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: shop-fn } }
  Other: { Type: AWS::Lambda::Function }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: "1" } }
  Queue: { Type: AWS::SQS::Queue }
  Table: { Type: AWS::DynamoDB::Table }
`
  const mapping = (properties: string) =>
    `${functions}  In: { Type: AWS::Lambda::EventSourceMapping, Properties: { ${properties} } }\n`
  const named = [
    ['a reference', 'FunctionName: !Ref Fn'],
    ['an ARN', 'FunctionName: !GetAtt Fn.Arn'],
    ['an ARN in the long form', 'FunctionName: { "Fn::GetAtt": [Fn, Arn] }'],
    ['a substitution', 'FunctionName: !Sub "${Fn.Arn}"'],
    ['an alias', 'FunctionName: !Ref Live'],
    ['its name', 'FunctionName: shop-fn'],
    ['a literal ARN', 'FunctionName: "arn:aws:lambda:eu-west-1:1:function:shop-fn"'],
  ] as const
  for (const [title, property] of named) {
    it(`are found by ${title}`, () => {
      assert.deepEqual(facts(mapping(`${property}, EventSourceArn: !GetAtt Queue.Arn, BatchSize: 7`)), [
        { name: 'In', type: 'sqs', source: 'Queue', queue: { logicalId: 'Queue', line: 5, spans: {} }, batchSize: 7 },
      ])
    })
  }
  for (const property of [
    'FunctionName: !Ref Other',
    'FunctionName: !Ref Missing',
    'FunctionName: other-fn',
    'BatchSize: 1',
    'FunctionName: !Sub "${Fn}-x"',
  ]) {
    it(`are not those with “${property}”`, () => assert.deepEqual(facts(mapping(property)), []))
  }

  const types: readonly (readonly [string, string])[] = [
    ['!GetAtt Table.StreamArn', 'dynamodb'],
    ['"arn:aws:kinesis:eu-west-1:1:stream/s"', 'kinesis'],
    ['!Sub "arn:${AWS::Partition}:sqs:${AWS::Region}:1:q"', 'sqs'],
    ['!Join [":", ["arn:aws:kafka", "x"]]', 'kafka'],
    ['!ImportValue shared', 'other'],
  ]
  for (const [arn, type] of types) {
    it(`have the type of their source: ${arn}`, () => {
      assert.equal(facts(mapping(`FunctionName: !Ref Fn, EventSourceArn: ${arn}`))[0]?.type, type)
    })
  }

  const callers: readonly (readonly [string, string, string])[] = [
    ['AWS::Lambda::Url', 'TargetFunctionArn: !GetAtt Fn.Arn', 'function-url'],
    ['AWS::SNS::Subscription', 'Protocol: lambda, Endpoint: !GetAtt Fn.Arn', 'sns'],
    ['AWS::Events::Rule', 'EventPattern: { source: [a] }, Targets: [{ Arn: !GetAtt Fn.Arn, Id: a }]', 'eventbridge'],
    ['AWS::Events::Rule', 'ScheduleExpression: rate(1 day), Targets: [{ Arn: !GetAtt Fn.Arn, Id: a }]', 'schedule'],
    ['AWS::Scheduler::Schedule', 'ScheduleExpression: rate(1 day), Target: { Arn: !GetAtt Fn.Arn }', 'schedule'],
    ['AWS::S3::Bucket', 'NotificationConfiguration: { LambdaConfigurations: [{ Function: !GetAtt Fn.Arn }] }', 's3'],
  ]
  for (const [type, properties, expected] of callers) {
    it(`are found: ${type} { ${properties} }`, () => {
      const found = facts(`${functions}  In: { Type: ${type}, Properties: { ${properties} } }\n`)
      assert.deepEqual(
        found.map(({ name, type: kind }) => `${name} ${kind}`),
        [`In ${expected}`],
      )
    })
  }

  it('make it an edge function when CloudFront calls a version of it', () => {
    const text = `${functions}  Version: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        DefaultCacheBehavior:
          LambdaFunctionAssociations: [{ EventType: origin-request, LambdaFunctionARN: !Ref Version }]
`
    const kinds = functionDefinitions(text, 't.yaml').definitions.map(({ functionKind }) => functionKind)
    assert.deepEqual(kinds, ['edge', 'event'])
  })

  it('may keep environments ready', () => {
    const text = functions.replace(
      'FunctionVersion: "1"',
      'ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 }',
    )
    const [fn, other] = functionDefinitions(text, 't.yaml').definitions
    assert.deepEqual([fn?.provisionedConcurrency, other?.provisionedConcurrency], [3, undefined])
  })
})
