import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { eventsOf, eventTemplates, otherEvents } from '#editor/events/eventTemplates.ts'
import type { EventSource, EventSourceType } from '#handlers/eventSource.ts'

const source = (type: EventSourceType, more: Partial<EventSource> = {}): EventSource => ({
  name: 'Source',
  type,
  line: 1,
  spans: {},
  unresolved: [],
  ...more,
})
const eventOf = (label: string, from: EventSource) => {
  const found = eventsOf([from]).find(event => event.label === label)
  assert.ok(found, label)
  return JSON.parse(found.text)
}

describe('templates of events', () => {
  it('say in each record where it comes from, so that a handler can tell them apart', () => {
    const names = otherEvents([]).map(({ label, text }) => {
      const event = JSON.parse(text)
      const [record] = event.Records ?? []
      return [
        label,
        record?.eventSource ?? record?.EventSource ?? event.source ?? event.requestContext.routeKey ?? 'rest',
      ]
    })
    assert.deepEqual(names, [
      ['API Gateway, REST API', 'rest'],
      ['API Gateway, HTTP API', 'GET /orders/{id}'],
      ['Function URL', '$default'],
      ['SQS', 'aws:sqs'],
      ['S3', 'aws:s3'],
      ['DynamoDB stream', 'aws:dynamodb'],
      ['EventBridge', 'example.orders'],
      ['Schedule of EventBridge', 'aws.events'],
      ['Kinesis', 'aws:kinesis'],
      ['SNS', 'aws:sns'],
    ])
  })

  it('have route and method of the API', () => {
    const api = source('api', { method: 'post', path: '/shops/{shop}/orders/{proxy+}' })
    const rest = eventOf('API Gateway, REST API', api)
    assert.deepEqual(
      [rest.httpMethod, rest.resource, rest.path, rest.pathParameters],
      ['POST', '/shops/{shop}/orders/{proxy+}', '/shops/1001/orders/1001', { shop: '1001', proxy: '1001' }],
    )
    assert.deepEqual(JSON.parse(rest.body), { orderId: '1001', quantity: 2 })
    const http = eventOf('API Gateway, HTTP API', api)
    assert.deepEqual(
      [http.version, http.routeKey, http.rawPath, http.requestContext.http.method],
      ['2.0', 'POST /shops/{shop}/orders/{proxy+}', '/shops/1001/orders/1001', 'POST'],
    )
    const any = eventOf('API Gateway, REST API', source('api', { method: 'ANY', path: '/health' }))
    assert.deepEqual([any.httpMethod, any.pathParameters, any.body], ['GET', null, null])
  })

  it('have the name of the queue, stream, table, bucket or topic', () => {
    const arn = 'arn:aws:sqs:eu-west-1:111122223333:orders.fifo'
    const [message] = eventOf('SQS', source('sqs', { source: arn })).Records
    assert.equal(message.eventSourceARN, arn)
    assert.ok('MessageGroupId' in message.attributes)
    assert.equal(message.md5OfBody, createHash('md5').update(message.body).digest('hex'))
    const [plain] = eventOf('SQS', source('sqs', { source: 'OrdersQueue' })).Records
    assert.match(plain.eventSourceARN, /^arn:aws:sqs:us-east-1:\d{12}:OrdersQueue$/)
    assert.ok(!('MessageGroupId' in plain.attributes))
    const [photo] = eventOf('S3', source('s3', { source: 'Photos' })).Records
    assert.deepEqual([photo.s3.bucket.name, photo.s3.bucket.arn], ['Photos', 'arn:aws:s3:::Photos'])
    const [change] = eventOf('DynamoDB stream', source('dynamodb', { source: 'Orders' })).Records
    assert.match(change.eventSourceARN, /:table\/Orders\/stream\//)
    const [record] = eventOf('Kinesis', source('kinesis', { source: 'Clicks' })).Records
    assert.match(record.eventSourceARN, /:stream\/Clicks$/)
    assert.deepEqual(JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString()), {
      orderId: '1001',
      quantity: 2,
    })
    const [notice] = eventOf('SNS', source('sns', { source: 'Placed' })).Records
    assert.match(notice.Sns.TopicArn, /:Placed$/)
    const tick = eventOf('Schedule of EventBridge', source('schedule', { name: 'Nightly' }))
    assert.deepEqual([tick['detail-type'], tick.resources[0].split('/').at(-1)], ['Scheduled Event', 'Nightly'])
  })

  it('are those of the function first, and the others without them', () => {
    const sources = [source('sns'), source('sqs', { source: 'A' }), source('sqs', { source: 'B' }), source('cognito')]
    assert.deepEqual(
      eventsOf(sources).map(({ label, source: from }) => [label, from?.source]),
      [
        ['SNS', undefined],
        ['SQS', 'A'],
        ['SQS', 'B'],
      ],
    )
    const others = otherEvents(sources).map(({ label }) => label)
    assert.equal(others.length, eventTemplates.length - 2)
    assert.ok(!others.includes('SQS') && !others.includes('SNS'))
  })
})
