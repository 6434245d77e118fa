import type { RuleCase } from '../ruleCases.ts'

const body = (name: string, text: string): RuleCase => ({
  name,
  code: `import { S3Client, ListObjectsV2Command, GetObjectCommand } from '@aws-sdk/client-s3'
import { EC2Client, DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { send } from './db.js'
const s3 = new S3Client({})
const ec2 = new EC2Client({})
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))
export const handler = async event => {
  ${text}
}
`,
})

const query = (more = '') => `await db.send(new QueryCommand({ TableName: 't'${more} }))`

export const nearMisses: readonly RuleCase[] = [
  body('as many as are wanted', `const { Items } = ${query(', Limit: 20')}\n  return Items`),
  body(
    'a limit that is added',
    `const input = { TableName: 't' }\n  if (event.limit) input.Limit = event.limit\n  const { Items } = await db.send(new QueryCommand(input))\n  return Items`,
  ),
  body('the latest only', `const { Items } = ${query(', ScanIndexForward: false')}\n  return Items[0]`),
  body(
    'the first only, if there is any',
    `const data = ${query(", IndexName: 'mail'")}\n  if (!data.Items || data.Items.length === 0) return 404\n  const user = data.Items?.[0]\n  return user`,
  ),
  body('the first by a pattern', `const { Items: [user] } = ${query()}\n  return user`),
  body('the first of the list by a pattern', `const { Items } = ${query()}\n  const [user] = Items\n  return user`),
  body(
    'the first, by a variable that is assigned',
    `let found\n  const data = ${query()}\n  found = data.Items\n  console.log(found)\n  return found[0]`,
  ),
  body(
    'the single one by a function',
    `const data = ${query(", IndexName: 'code'")}\n  return getSingleOrThrow(data.Items ?? [])`,
  ),
  body('whether there is any', `const { Items } = ${query()}\n  return Items.length > 0`),
  body(
    'one item by its whole key',
    `const { Items } = ${query(", KeyConditionExpression: 'id = :id AND at = :at'")}\n  return Items`,
  ),
  body('the count of a page', `const { Count } = ${query(", Select: 'COUNT'")}\n  return Count`),
  body('the token is read', `const data = ${query()}\n  return { items: data.Items, next: data.LastEvaluatedKey }`),
  body('the token is sent', `const { Items } = ${query(', ExclusiveStartKey: event.start')}\n  return Items`),
  body('the whole answer, with its token, is returned', `return ${query()}`),
  body('the whole answer goes elsewhere', `const data = ${query()}\n  return send(data)`),
  body('the rest of the answer goes elsewhere', `const { Items, ...rest } = ${query()}\n  return { Items, rest }`),
  body('the answer is spread', `const data = ${query()}\n  return { ...data, ok: true }`),
  body(
    'input from elsewhere, which may have a limit',
    'const { Items } = await db.send(new QueryCommand(event.input))\n  return Items',
  ),
  body('input that is spread', `const { Items } = ${query(', ...event.more')}\n  return Items`),
  body(
    'some objects only',
    "const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'b', MaxKeys: 1 }))\n  return Contents",
  ),
  body(
    'certain instances',
    'const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [event.id] }))\n  return Reservations',
  ),
  body(
    'a paginator',
    "const found = []\n  for await (const page of paginateScan({ client: db }, { TableName: 't' })) found.push(...page.Items)\n  return found",
  ),
  body(
    'no list at all',
    "const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { id: event.id } }))\n  return Item",
  ),
  body('an answer that nobody reads', `${query()}\n  return 'ok'`),
  body(
    'a list of another service',
    'const { Items } = await send(new ScanCommand({ TableName: event.table }))\n  return Items',
  ),
]
