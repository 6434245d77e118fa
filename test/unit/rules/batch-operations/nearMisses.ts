import type { RuleCase } from '../ruleCases.ts'

const loop = (name: string, body: string, more: Partial<RuleCase> = {}, above = ''): RuleCase => ({
  name,
  code: `import { SQSClient, SendMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { db, load } from './db.js'
const sqs = new SQSClient({})
const sns = new SNSClient({})
const bus = new EventBridgeClient({})
${above}
export const handler = async event => {
  ${body}
}
`,
  ...more,
})

const each = (statement: string, items = 'event.items') => `for (const item of ${items}) {\n    ${statement}\n  }`
const send = "await sqs.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: item.body }))"
const put = (more = '') => `await db.send(new PutCommand({ TableName: 't', Item: item${more} }))`

export const nearMisses: readonly RuleCase[] = [
  loop('one message', `const item = event\n  ${send}`),
  loop('puts with a condition', each(put(", ConditionExpression: 'attribute_not_exists(id)'"))),
  loop(
    'puts that ask for what was there',
    each(`const old = ${put(", ReturnValues: 'ALL_OLD'")}\n    console.log(old)`),
  ),
  loop(
    'updates, of which there is no batch',
    each("await db.send(new UpdateCommand({ TableName: 't', Key: { id: item.id } }))"),
  ),
  loop(
    'gets, read side by side by another rule',
    `const found = []\n  ${each("found.push(await db.send(new GetCommand({ TableName: 't', Key: { id: item.id } })))")}\n  return found`,
  ),
  loop(
    'something else awaited in each round',
    each(`const body = await load(item)\n    ${put()}\n    console.log(body)`),
  ),
  loop('a search that ends early', each(`${send}\n    if (item.last) return`)),
  loop(
    'text messages to phones',
    each("await sns.send(new PublishCommand({ PhoneNumber: item.phone, Message: 'Hi' }))"),
  ),
  loop('events that are batched already', each('await bus.send(new PutEventsCommand({ Entries: item.entries }))')),
  loop(
    'two events at once',
    each("await bus.send(new PutEventsCommand({ Entries: [{ Source: 'a' }, { Source: 'b' }] }))"),
  ),
  loop(
    'batches of messages',
    each("await sqs.send(new SendMessageBatchCommand({ QueueUrl: 'q', Entries: item.entries }))"),
  ),
  loop(
    'tries until one works',
    `for (;;) {\n    try {\n      return await sqs.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: event.body }))\n    } catch {}\n  }`,
  ),
  loop('polling', `let item = event\n  while (item.next) {\n    ${send}\n    item = item.next\n  }`),
  loop('input from elsewhere, which may have a condition', each('await db.send(new PutCommand(item.input))')),
  loop('input that is spread', each("await db.send(new PutCommand({ ...item.input, TableName: 't' }))")),
  loop(
    'the object of an event of S3, of which there is one',
    each("await db.send(new PutCommand({ TableName: 't', Item: { id: item.s3.object.key } }))", 'event.Records'),
  ),
  loop(
    'the record of an event of SNS',
    each("await db.send(new PutCommand({ TableName: 't', Item: item }))", 'event.Records'),
    {
      settings: {
        handlers: [
          {
            exportName: 'handler',
            definitions: [{ eventSources: [{ name: 'a', type: 'sns', line: 1, spans: {}, unresolved: [] }] }],
          },
        ],
      },
    },
  ),
  loop('a durable function', each(send), {}, "import { withDurableExecution } from '@aws/durable-execution-sdk-js'"),
  loop(
    'a function that is only sometimes called',
    'if (event.items) await all(event.items)',
    {},
    `async function all(items) {\n  ${each(send, 'items')}\n}`,
  ),
]
