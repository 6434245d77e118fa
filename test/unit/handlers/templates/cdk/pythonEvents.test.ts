import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { spanned } from '../../spanned.ts'
import { functionOf, pythonApp } from './cdkProject.ts'

const imports = `from aws_cdk import aws_sqs as sqs, aws_events as events, aws_events_targets as targets
from aws_cdk.aws_lambda_event_sources import SqsEventSource, DynamoEventSource
`
const fn = 'fn = _lambda.Function(self, "Fn", handler="a.b", code=Code.from_asset("src"))'

async function read(...statements: readonly string[]): Promise<FunctionDefinition & { readonly text: string }> {
  const { texts, stack } = pythonApp(...statements)
  const text = imports + stack
  return { ...(await functionOf({ ...texts, 'shop/shop_stack.py': text })), text }
}

describe('what calls a function of a Python CDK app', () => {
  it('is told with its settings and places', async () => {
    const { text, eventSources = [] } = await read(
      'self.queue = sqs.Queue(self, "Orders", visibility_timeout=Duration.seconds(90), fifo=True, dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=3))',
      `self.${fn}`,
      'self.fn.add_event_source(SqsEventSource(self.queue, batch_size=5, max_batching_window=Duration.seconds(3), report_batch_item_failures=True, max_concurrency=size))',
    )
    const [source, ...others] = eventSources
    assert.deepEqual(others, [])
    const { spans, queue, ...rest } = source ?? { spans: {} }
    assert.deepEqual(rest, {
      name: 'SqsEventSource',
      type: 'sqs',
      line: 19,
      source: 'Orders',
      batchSize: 5,
      batchingWindowSeconds: 3,
      reportsBatchItemFailures: true,
      unresolved: ['maximumConcurrency'],
    })
    assert.deepEqual(spanned(text, spans), {
      batchSize: '5',
      batchingWindowSeconds: '3',
      reportsBatchItemFailures: 'True',
    })
    const { spans: queueSpans, ...settings } = queue ?? { spans: {} }
    assert.deepEqual(settings, {
      logicalId: 'Orders',
      line: 17,
      visibilityTimeoutSeconds: 90,
      fifo: true,
      maxReceiveCount: 3,
    })
    assert.deepEqual(spanned(text, queueSpans), { visibilityTimeoutSeconds: '90', fifo: 'True', maxReceiveCount: '3' })
  })

  const cases: readonly (readonly [statements: readonly string[], ...expected: string[]])[] = [
    [[fn, 'fn.add_event_source(SqsEventSource(queue=queue))'], 'SqsEventSource sqs'],
    [
      ['queue = sqs.Queue(self, "Orders")', fn, 'fn.add_event_source(SqsEventSource(queue=queue))'],
      'SqsEventSource sqs Orders',
    ],
    [['_lambda.Function(self, "Fn", code=x, events=[DynamoEventSource(table)])'], 'DynamoEventSource dynamodb'],
    [[fn, 'fn.add_function_url()'], 'addFunctionUrl function-url'],
    [
      [fn, 'events.Rule(self, "R", schedule=s, targets=[targets.LambdaFunction(handler=fn)])'],
      'LambdaFunction schedule',
    ],
    [
      [fn, 'rule = events.Rule(self, "R", event_pattern=p)', 'rule.add_target(targets.LambdaFunction(fn))'],
      'LambdaFunction eventbridge',
    ],
    [[fn, 'other.add_event_source(SqsEventSource(queue))']],
    [[fn, 'fn.add_event_source(source)']],
  ]
  for (const [statements, ...expected] of cases) {
    it(`is told by ${statements.join(' ⏎ ')}`, async () => {
      const { eventSources = [] } = await read(...statements)
      assert.deepEqual(
        eventSources.map(({ name, type, source }) => [name, type, ...((source ?? '') ? [source] : [])].join(' ')),
        expected,
      )
    })
  }

  it('and how it runs', async () => {
    const withOptions = fn.replace(
      'handler=',
      'ephemeral_storage_size=cdk.Size.gibibytes(1), snap_start=_lambda.SnapStartConf.ON_PUBLISHED_VERSIONS, layers=[layer], tenancy_config=t, handler=',
    )
    const { ephemeralStorageMb, snapStart, layers, functionKind, provisionedConcurrency } = await read(
      'layer = _lambda.LayerVersion(self, "Layer", code=c)',
      withOptions,
      '_lambda.Alias(self, "Live", version=fn.current_version, provisioned_concurrent_executions=2)',
    )
    assert.deepEqual(
      [ephemeralStorageMb, snapStart, layers, functionKind, provisionedConcurrency],
      [1024, true, ['Layer'], 'tenant-isolated', 2],
    )
  })
})
