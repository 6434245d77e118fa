import type { SuggestionCase } from '../ruleCases.ts'

const title = /send \d+ a request: what is not processed is sent again/

const helper = (most: number, bytes: number, end = '') => `
/** At most ${most} entries and ${bytes} bytes a call. What was not processed is sent again, up to five times. */
async function sendInBatches(entries, send) {
  let batch = []${end}
  let bytes = 0${end}
  const batches = [batch]${end}
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry))${end}
    if (batch.length === ${most} || bytes + size > ${bytes}) {
      batch = []${end}
      bytes = 0${end}
      batches.push(batch)${end}
    }
    batch.push(entry)${end}
    bytes += size${end}
  }
  for (let unprocessed of batches) {
    for (let attempt = 1; unprocessed.length > 0; attempt++) {
      if (attempt > 5) throw new Error(\`\${unprocessed.length} entries were not processed.\`)${end}
      if (attempt > 1) await new Promise(resolve => setTimeout(resolve, 50 * 2 ** attempt))${end}
      unprocessed = await send(unprocessed)${end}
    }
  }
}
`

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'messages of a queue',
    code: `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'
const client = new SQSClient({})
const QueueUrl = process.env.QUEUE_URL

export const handler = async event => {
  for (const id of event.ids) {
    console.log('sending', id)
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ id }) }))
  }
  return event.ids.length
}
`,
    title,
    after: `import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'
const client = new SQSClient({})
const QueueUrl = process.env.QUEUE_URL

export const handler = async event => {
  const entries = []
  for (const id of event.ids) {
    console.log('sending', id)
    entries.push({ Id: String(entries.length), MessageBody: JSON.stringify({ id }) })
  }
  await sendInBatches(entries, async next => {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: next }))
    return next.filter(({ Id }) => Failed.some(failed => failed.Id === Id))
  })
  return event.ids.length
}
${helper(10, 262_144)}`,
  },
  {
    name: 'notifications, only for some items, with semicolons, in a file that sends one elsewhere',
    file: 'index.js',
    code: `const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
const client = new SNSClient({});

exports.handler = async (event) => {
    const topic = event.topic;
    if (event.single) await client.send(new PublishCommand({ TopicArn: topic, Message: event.single }));
    for (let i = 0; i < event.ids.length; i++) {
        const Message = String(event.ids[i]);
        if (Message !== '') {
            // Tell them.
            await client.send(
                new PublishCommand({
                    TopicArn: topic,
                    Message,
                    Subject: 'Order',
                }),
            );
        }
    }
};
`,
    title,
    after: `const { SNSClient, PublishCommand, PublishBatchCommand } = require('@aws-sdk/client-sns');
const client = new SNSClient({});

exports.handler = async (event) => {
    const topic = event.topic;
    if (event.single) await client.send(new PublishCommand({ TopicArn: topic, Message: event.single }));
    const entries = [];
    for (let i = 0; i < event.ids.length; i++) {
        const Message = String(event.ids[i]);
        if (Message !== '') {
            // Tell them.
            entries.push({ Id: String(entries.length), Message, Subject: 'Order' });
        }
    }
    await sendInBatches(entries, async next => {
        const { Failed = [] } = await client.send(new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: next }));
        return next.filter(({ Id }) => Failed.some(failed => failed.Id === Id));
    });
};
${helper(10, 262_144, ';')}`,
  },
  {
    name: 'events, whose command can stay',
    code: `import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { randomUUID } from 'node:crypto'
const client = new EventBridgeClient({})

export const handler = async event => {
  for (const id of event.ids) {
    await client.send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'one', Time: new Date(), Detail: JSON.stringify({ id, key: randomUUID() }) }] }))
  }
}
`,
    title,
    after: `import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { randomUUID } from 'node:crypto'
const client = new EventBridgeClient({})

export const handler = async event => {
  const entries = []
  for (const id of event.ids) {
    entries.push({ Source: 'shop', DetailType: 'one', Time: new Date(), Detail: JSON.stringify({ id, key: randomUUID() }) })
  }
  await sendInBatches(entries, async next => {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: next }))
    return next.filter((_, index) => Entries[index]?.ErrorCode)
  })
}
${helper(10, 262_144)}`,
  },
  {
    name: 'records of Firehose, in TypeScript',
    file: 'handler.ts',
    code: `import * as firehose from '@aws-sdk/client-firehose'
const client = new firehose.FirehoseClient({})

export const handler = async (event: { lines: string[] }) => {
  for (const line of event.lines) {
    await client.send(new firehose.PutRecordCommand({ DeliveryStreamName: 's', Record: { Data: Buffer.from(line) } }))
  }
}
`,
    title,
    after: `import * as firehose from '@aws-sdk/client-firehose'
const client = new firehose.FirehoseClient({})

export const handler = async (event: { lines: string[] }) => {
  const entries = []
  for (const line of event.lines) {
    entries.push({ Data: Buffer.from(line) })
  }
  await sendInBatches(entries, async next => {
    const { RequestResponses = [] } = await client.send(new firehose.PutRecordBatchCommand({ DeliveryStreamName: 's', Records: next }))
    return next.filter((_, index) => RequestResponses[index]?.ErrorCode)
  })
}
${helper(500, 4_000_000)
  .replace(
    'sendInBatches(entries, send)',
    'sendInBatches<Entry>(entries: Entry[], send: (entries: Entry[]) => Promise<Entry[]>)',
  )
  .replace('let batch =', 'let batch: Entry[] =')}`,
  },
  {
    name: 'items of a table that were just read from it',
    code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  const { Items } = await client.send(new ScanCommand({ TableName: 't' }))
  for (const item of Items ?? []) {
    await client.send(new DeleteCommand({ TableName: 't', Key: { id: item.id, at: item.at } }))
  }
}
`,
    title,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  const { Items } = await client.send(new ScanCommand({ TableName: 't' }))
  const entries = []
  for (const item of Items ?? []) {
    entries.push({ DeleteRequest: { Key: { id: item.id, at: item.at } } })
  }
  await sendInBatches(entries, async next => {
    const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: { ['t']: next } }))
    return UnprocessedItems['t'] ?? []
  })
}
${helper(25, 16_000_000)}`,
  },
]
