import type { SuggestionCase } from '../ruleCases.ts'

const title = /only where there is none: of two calls at once, one fails with ConditionalCheckFailedException/

const both = (name: string, code: string, file = 'handler.mjs'): SuggestionCase => ({
  name,
  file,
  title,
  code: code.replaceAll(/«[^»]*»/g, ''),
  after: code.replaceAll(/[«»]/g, ''),
})

const condition = (key: string) =>
  `ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': '${key}' },`

export const suggestions: readonly SuggestionCase[] = [
  both(
    'a call that was served before leaves',
    `import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'

export const handler = async event => {
  const { Item } = await db.send(new GetCommand({ TableName: 'seen', Key: { id: event.id } }))
  if (Item) return Item.answer
  const answer = { charged: event.amount }
  await db.send(new PutCommand({ «${condition('id')} »TableName: 'seen', Item: { id: event.id, answer } }))
  return answer
}
`,
  ),
  both(
    'put where nothing was found, by the SDK v2, with the table in a constant and both keys',
    `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();
const TableName = process.env.TABLE;

exports.handler = async (event) => {
  const found = await db.get({ TableName, Key: { pk: event.pk, sk: 'order' } }).promise();
  if (found.Item === undefined) {
    const params = {
      «${condition('pk')}
      »TableName: process.env.TABLE,
      Item: {
        ...event.order,
        pk: event.pk,
        sk: "order",
      },
    };
    await db.put(params).promise();
  }
};
`,
    'index.js',
  ),
  both(
    'the item itself, looked for by its own id',
    `import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
const db = DynamoDBDocument.from(new DynamoDB({}))

export const handler = async ({ order }) => {
  const existing = (await db.get({ TableName: 'orders', Key: { id: order.id } })).Item
  if (!existing) {
    await db.put({ «${condition('id')} »TableName: 'orders', Item: order })
  }
}
`,
  ),
  both(
    'attributes of the plain client, marshalled',
    `import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
const db = new DynamoDBClient({})

export const handler = async (event: { id: string }) => {
  const result = await db.send(new GetItemCommand({ TableName: 'seen', Key: marshall({ id: event.id }) }))
  const before = result.Item
  if (before != null) throw new Error('seen')
  await db.send(new PutItemCommand({ «${condition('id')} »TableName: 'seen', Item: marshall({ id: event.id, at: Date.now() }) }))
}
`,
    'handler.ts',
  ),
  both(
    'the next one in a loop, by the plain client',
    `import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
const client = new DynamoDBClient({})
const rooms = [{ id: 'attic' }, { id: 'cellar' }]

export const handler = async () => {
  const table = process.env.TABLE
  for (const room of rooms) {
    const existing = await client.send(new GetItemCommand({ TableName: table, Key: { id: { S: room.id } } }))
    if (existing.Item) {
      console.log('there already', room.id)
      continue
    }
    await client.send(new PutItemCommand({
      «${condition('id')}
      »TableName: table,
      Item: { id: { S: room.id }, size: { N: '1' } },
    }))
  }
}
`,
  ),
  both(
    'an account by its mail address, among other routes',
    `import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { db, tables } from './db.js'

export const handler = async event => {
  if (event.route === 'POST /users') {
    const { mail } = JSON.parse(event.body)
    const existing = await db.send(new GetCommand({ TableName: tables.users, Key: { pk: \`USER#\${mail.toLowerCase()}\` } }))
    if (existing.Item) return { statusCode: 409 }
    const user = { pk: \`USER#\${mail.toLowerCase()}\`, mail }
    await db.send(new PutCommand({ «${condition('pk')} »TableName: tables.users, Item: user }))
    return { statusCode: 201 }
  }
  return { statusCode: 404 }
}
`,
  ),
]
