import type { RefusalCase } from '../ruleCases.ts'

const loop = (name: string, body: string, why: RegExp): RefusalCase => ({
  name,
  code: `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { GetCommand, PutCommand, DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import AWS from 'aws-sdk'
import { db, audit } from './db.js'
const sqs = new SQSClient({})
const kinesis = new KinesisClient({})
const old = new AWS.SQS()
export const handler = async event => {
  ${body}
}
`,
  why,
})

const each = (statement: string) => `for (const item of event.items) {\n    ${statement}\n  }`
const send = (more = '', url = 'process.env.Q') =>
  `await sqs.send(new SendMessageCommand({ QueueUrl: ${url}, MessageBody: item.body${more} }))`
const remove = (key: string) => `await db.send(new DeleteCommand({ TableName: 't', Key: ${key} }))`
const query = (more = '') => `const { Items } = await db.send(new QueryCommand({ TableName: 't'${more} }))\n  `

export const refusals: readonly RefusalCase[] = [
  loop(
    'items whose keys may repeat',
    each("await db.send(new PutCommand({ TableName: 't', Item: item }))"),
    /nothing shows that the keys differ/,
  ),
  loop('keys of the event', each(remove('{ id: item.id }')), /nothing shows that the keys differ/),
  loop(
    'keys of an index, where they may repeat',
    query(", IndexName: 'i'") + each(remove('{ id: item.id }')).replace('event.items', 'Items'),
    /keys differ/,
  ),
  loop(
    'keys of another table',
    query().replace("'t'", "'u'") + each(remove('{ id: item.id }')).replace('event.items', 'Items'),
    /keys differ/,
  ),
  loop(
    'keys that are other attributes',
    query() + each(remove('{ id: item.parent }')).replace('event.items', 'Items'),
    /keys differ/,
  ),
  loop(
    'records of a stream, which keeps their order',
    each("await kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: item.id, Data: item.data }))"),
    /keeps no order/,
  ),
  loop('messages of a FIFO queue', each(send(', MessageGroupId: item.id')), /in an order/),
  loop(
    'answers that are used',
    each(`const { MessageId } = ${send()}\n    console.log(MessageId)`),
    /answers are used/,
  ),
  loop(
    'a catch for each',
    each(`try {\n      ${send()}\n    } catch (error) {\n      console.error(error)\n    }`),
    /do more than send/,
  ),
  loop('another effect in each round', each(`audit(item)\n    ${send()}`), /do more than send/),
  loop(
    'a count of what was sent',
    `let count = 0\n  ${each(`${send()}\n    count++`)}\n  return count`,
    /do more than send/,
  ),
  loop('queues that differ', each(send('', 'item.queue')), /not all go to the same place/),
  loop('the SDK v2', each("await old.sendMessage({ QueueUrl: 'q', MessageBody: item.body }).promise()"), /SDK v3/),
  loop('side by side', `await Promise.all(event.items.map(async item => {\n    ${send()}\n  }))`, /side by side/),
  loop('options of its own', each(send().replace(/\)$/, ', { abortSignal: event.signal })')), /options of their own/),
  loop('a setting that a batch has not', each(send(', Unknown: 1')), /no place in a batch/),
  loop(
    'reads with an effect after each',
    each("const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { id: item.id } }))\n    audit(Item)"),
    /keys differ/,
  ),
]
