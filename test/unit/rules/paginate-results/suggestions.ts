import type { SuggestionCase } from '../ruleCases.ts'

const title = /all pages by the paginator of the SDK: where there are more, more requests and a longer list/

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'items that are taken out of the answer',
    code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  // All of them.
  const { Items: orders } = await db.send(new QueryCommand({
    TableName: 'orders',
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': event.id },
  }))
  return orders
}
`,
    title,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  // All of them.
  const orders = []
  for await (const page of paginateQuery({ client: db }, {
    TableName: 'orders',
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': event.id },
  })) orders.push(...(page.Items ?? []))
  return orders
}
`,
  },
  {
    name: 'an answer whose list is used, by a command of its own, with semicolons',
    file: 'index.js',
    code: `const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, ScanCommand, PutCommand } = require('@aws-sdk/lib-dynamodb');
const client = new DynamoDBClient({});
const db = DynamoDBDocumentClient.from(client);

exports.handler = async (event) => {
  const command = new ScanCommand({ TableName: 'users' });
  const data = await db.send(command);
  console.log(data.Items.length);
  if (event.save) await db.send(new PutCommand({ TableName: 'counts', Item: { id: 'users', count: data.Items.length } }));
  return data.Items;
};
`,
    title,
    after: `const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, paginateScan, PutCommand } = require('@aws-sdk/lib-dynamodb');
const client = new DynamoDBClient({});
const db = DynamoDBDocumentClient.from(client);

exports.handler = async (event) => {
  const items = [];
  for await (const page of paginateScan({ client: db }, { TableName: 'users' })) items.push(...(page.Items ?? []));
  const data = { Items: items };
  console.log(data.Items.length);
  if (event.save) await db.send(new PutCommand({ TableName: 'counts', Item: { id: 'users', count: data.Items.length } }));
  return data.Items;
};
`,
  },
  {
    name: 'parameters, of which a page has ten',
    file: 'handler.ts',
    code: `import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
const ssm = new SSMClient({})
const input = { Path: '/shop', WithDecryption: true }

export const handler = async () => {
  const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand(input))
  return Parameters.map(({ Value }) => Value)
}
`,
    title,
    after: `import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm'
const ssm = new SSMClient({})
const input = { Path: '/shop', WithDecryption: true }

export const handler = async () => {
  const Parameters = []
  for await (const page of paginateGetParametersByPath({ client: ssm }, input)) Parameters.push(...(page.Parameters ?? []))
  return Parameters.map(({ Value }) => Value)
}
`,
  },
  {
    name: 'objects, where none are minded',
    code: `import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3'
const s3 = new S3Client({})

export const handler = async event => {
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: event.prefix }))
  return (listed.Contents || []).map(({ Key }) => Key)
}
`,
    title,
    after: `import { S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3'
const s3 = new S3Client({})

export const handler = async event => {
  const items = []
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: 'b', Prefix: event.prefix })) items.push(...(page.Contents ?? []))
  const listed = { Contents: items }
  return (listed.Contents || []).map(({ Key }) => Key)
}
`,
  },
]
