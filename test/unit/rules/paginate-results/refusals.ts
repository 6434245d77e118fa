import type { RefusalCase } from '../ruleCases.ts'

const body = (name: string, text: string, why: RegExp): RefusalCase => ({
  name,
  code: `import AWS from 'aws-sdk'
import { S3Client, ListObjectsV2Command, ListObjectsCommand } from '@aws-sdk/client-s3'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { imported } from './db.js'
const old = new AWS.DynamoDB.DocumentClient()
const s3 = new S3Client({})
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))
export const handler = async event => {
  ${text}
}
`,
  why,
})

const scan = (client = 'db') => `await ${client}.send(new ScanCommand({ TableName: 't' }))`

export const refusals: readonly RefusalCase[] = [
  body(
    'the SDK v2',
    "const { Items } = await old.scan({ TableName: 't' }).promise()\n  return Items",
    /v2 has no paginators/,
  ),
  body(
    'the first list operation of S3',
    "const { Contents } = await s3.send(new ListObjectsCommand({ Bucket: 'b' }))\n  return Contents",
    /no paginator for it/,
  ),
  body(
    'a client of another file',
    `const { Items } = ${scan('imported')}\n  return Items`,
    /where this one is made is not known/,
  ),
  body(
    'a list that may lack',
    "const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'b' }))\n  if (!Contents) return 404\n  return Contents.map(({ Key }) => Key)",
    /no “Contents” at all/,
  ),
  body('a count besides', `const { Items, Count } = ${scan()}\n  return { Items, Count }`, /More of the answer/),
  body(
    'a count of the answer besides',
    `const data = ${scan()}\n  return { items: data.Items, count: data.Count }`,
    /More of the answer/,
  ),
  body('an answer right there', `return (${scan()}).Items`, /not declared as a constant/),
  body('a list that can be assigned', `let { Items } = ${scan()}\n  return Items`, /not declared as a constant/),
  body(
    'what it asks for is computed',
    `const { Items } = await db.send(new ScanCommand({ TableName: await event.table() }))\n  return Items`,
    /computed right there/,
  ),
  body(
    'a command that is sent twice',
    `const command = new ScanCommand({ TableName: 't' })\n  const { Items } = await db.send(command)\n  if (Items.length === 0) await db.send(command)\n  return Items`,
    /used in other places/,
  ),
]
