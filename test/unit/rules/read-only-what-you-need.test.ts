import { type RuleCase, RuleCases } from './ruleCases.ts'

const inHandler = (name: string, body: string): RuleCase => ({
  name,
  code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))
const s3 = new S3Client({})
const TableName = 'orders'
export const handler = async event => {
  ${body}
}
`,
})

const query = "await db.send(new QueryCommand({ TableName, KeyConditionExpression: 'id = :id' }))"
const object = 'await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }))'

const cases = new RuleCases('read-only-what-you-need')
for (const [why, one] of [
  [
    /whole table/,
    inHandler('a scan with a filter', "return db.send(new ScanCommand({ TableName, FilterExpression: '#s = :s' }))"),
  ],
  [
    /whole table/,
    inHandler(
      'a scan with a filter, by a name',
      "const input = { TableName, FilterExpression: '#s = :s' }\n  const { Items } = await db.send(new ScanCommand(input))\n  return Items",
    ),
  ],
  [
    /only “id” is used/,
    inHandler('one attribute of a query', `const { Items } = ${query}\n  return Items.map(item => item.id)`),
  ],
  [
    /only “id”, “total” is used/,
    inHandler(
      'two of a loop',
      `const answer = ${query}\n  for (const { id, total } of answer.Items ?? []) note(id, total)`,
    ),
  ],
  [
    /only “id”, “open” is used/,
    inHandler(
      'a filter and a map',
      `const answer = ${query}\n  return answer.Items?.filter(one => one.open).map(({ id }) => id)`,
    ),
  ],
  [
    /only “id” is used/,
    inHandler(
      'the first item',
      `const answer = ${query}\n  if (!answer.Items || answer.Items.length === 0) return\n  return answer.Items[0].id`,
    ),
  ],
  [
    /only “id” is used/,
    inHandler(
      'items that are unmarshalled',
      `const answer = ${query}\n  return answer.Items.map(unmarshall).map(item => item.id)`,
    ),
  ],
  [
    /HeadObject/,
    inHandler('metadata of an answer', `const answer = ${object}\n  return [answer.Metadata, answer.LastModified]`),
  ],
  [
    /HeadObject/,
    inHandler('whether it is there', `try {\n    ${object}\n    return true\n  } catch {\n    return false\n  }`),
  ],
] as const)
  cases.noEdit({ ...one, why })
cases.noEdit({
  name: 'v2',
  why: /whole table/,
  code: `const AWS = require('aws-sdk')
const db = new AWS.DynamoDB.DocumentClient()
exports.handler = async event => db.scan({ TableName: 'orders', FilterExpression: 'a = :a' }).promise()
`,
})

for (const one of [
  inHandler('a scan of all', 'return db.send(new ScanCommand({ TableName }))'),
  inHandler(
    'a scan of an index, which may hold few',
    "return db.send(new ScanCommand({ TableName, IndexName: 'open', FilterExpression: 'a = :a' }))",
  ),
  inHandler(
    'a query with a filter',
    `return db.send(new QueryCommand({ TableName, KeyConditionExpression: 'id = :id', FilterExpression: 'a = :a' }))`,
  ),
  inHandler('a scan with what the event says', 'return db.send(new ScanCommand({ TableName, ...event.filter }))'),
  inHandler('items that go on', `const { Items } = ${query}\n  return Items`),
  inHandler('items that go on after a filter', `const { Items } = ${query}\n  return Items.filter(item => item.open)`),
  inHandler('an item that goes on', `const { Items } = ${query}\n  return Items.map(item => format(item))`),
  inHandler(
    'an item that is spread',
    `const { Items } = ${query}\n  return Items.map(({ id, ...rest }) => [id, rest])`,
  ),
  inHandler('a callback by its name', `const { Items } = ${query}\n  return Items.map(format)`),
  inHandler('many attributes', `const { Items } = ${query}\n  return Items.map(({ a, b, c, d }) => a + b + c + d)`),
  inHandler(
    'an attribute that the event names',
    `const { Items } = ${query}\n  return Items.map(item => item[event.name])`,
  ),
  inHandler('an attribute that is changed', `const { Items } = ${query}\n  for (const item of Items) item.seen = true`),
  inHandler('a count', `const { Items } = ${query}\n  return Items.length`),
  inHandler(
    'the answer as a whole',
    `const answer = ${query}\n  log(answer)\n  return answer.Items.map(item => item.id)`,
  ),
  inHandler(
    'a projection',
    "const { Items } = await db.send(new QueryCommand({ TableName, ProjectionExpression: 'id' }))\n  return Items.map(item => item.id)",
  ),
  inHandler(
    'an index, which has its own projection',
    "const { Items } = await db.send(new QueryCommand({ TableName, IndexName: 'byUser' }))\n  return Items.map(item => item.id)",
  ),
  inHandler(
    'an attribute of one item, which may have no other',
    'const { Item } = await db.send(new GetCommand({ TableName, Key: event.key }))\n  return send(Item.email)',
  ),
  inHandler(
    'an item of which all is answered',
    'const { Item } = await db.send(new GetCommand({ TableName, Key: event.key }))\n  console.log(Item.id)\n  return Item',
  ),
  inHandler(
    'whether an item is there',
    'const { Item } = await db.send(new GetCommand({ TableName, Key: event.key }))\n  return Boolean(!Item)',
  ),
  inHandler('an object that is read', `const answer = ${object}\n  return answer.Body.transformToString()`),
  inHandler(
    'an object that is taken out',
    `const { Body, ContentType } = ${object}\n  return store(Body, ContentType)`,
  ),
  inHandler('an answer that goes on', `const answer = ${object}\n  return parse(answer)`),
  inHandler(
    'a part of an object',
    "const { ContentRange } = await s3.send(new GetObjectCommand({ Bucket: 'a', Key: 'b', Range: 'bytes=0-0' }))\n  return ContentRange",
  ),
  inHandler(
    'the head of an object',
    "const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'a', Key: 'b' }))\n  return ContentLength",
  ),
  {
    name: 'outside of a handler',
    code: `import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
await new DynamoDBClient({}).send(new ScanCommand({ TableName: 'a', FilterExpression: 'b = :b' }))
`,
  },
])
  cases.silent(one)
cases.test()
