import type { SuggestionCase } from '../ruleCases.ts'

const title = /at the same time: where one fails, the others were asked for all the same/

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'two items of a document client',
    code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  const { Item } = await db.send(new GetCommand({ TableName: 'users', Key: { id: event.id } }))
  const orders = await db.send(new QueryCommand({ TableName: 'orders', KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': event.id } }))
  return { Item, orders }
}
`,
    title,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))

export const handler = async event => {
  const [{ Item }, orders] = await Promise.all([
    db.send(new GetCommand({ TableName: 'users', Key: { id: event.id } })),
    db.send(new QueryCommand({ TableName: 'orders', KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': event.id } })),
  ])
  return { Item, orders }
}
`,
  },
  {
    name: 'by the SDK v2, with comments, semicolons, four columns and what they are asked with in between',
    file: 'index.js',
    code: `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();

exports.handler = async event => {
    const { id } = event;
    // Who asks.
    const user = await db.get({
        TableName: 'users',
        Key: { id },
    }).promise(); // By key.

    const params = {
        TableName: 'orders',
        Key: { id },
    };
    // What they want.
    const order = await db.get(params).promise();

    return [user.Item, order.Item];
};
`,
    title,
    after: `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();

exports.handler = async event => {
    const { id } = event;

    const params = {
        TableName: 'orders',
        Key: { id },
    };
    const [user, order] = await Promise.all([
        // Who asks.
        db.get({
            TableName: 'users',
            Key: { id },
        }).promise(), // By key.
        // What they want.
        db.get(params).promise(),
    ]);

    return [user.Item, order.Item];
};
`,
  },
  {
    name: 'three pages, short enough for a line',
    code: `import fetch from 'node-fetch'

export const handler = async event => {
  const first = await fetch(event.url)
  const second = await fetch(event.other, { method: 'GET', headers: { accept: 'application/json' } })
  const third = await fetch('https://example.com/' + event.id)
  return [first.status, second.status, third.status]
}
`,
    title,
    after: `import fetch from 'node-fetch'

export const handler = async event => {
  const [first, second, third] = await Promise.all([
    fetch(event.url),
    fetch(event.other, { method: 'GET', headers: { accept: 'application/json' } }),
    fetch('https://example.com/' + event.id),
  ])
  return [first.status, second.status, third.status]
}
`,
  },
  {
    name: 'functions of the file that only read',
    code: `import { S3Client, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
const Bucket = process.env.BUCKET

async function loadText(Key) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  console.log('loaded', Key)
  return Body.transformToString()
}

const sizeOf = async Key => {
  const answer = await s3.send(new HeadObjectCommand({ Bucket, Key }))
  return answer.ContentLength
}

export const handler = async event => {
  let text = await loadText(event.key)
  let size = await sizeOf(event.key)
  return { text, size }
}
`,
    title,
    after: `import { S3Client, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
const Bucket = process.env.BUCKET

async function loadText(Key) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  console.log('loaded', Key)
  return Body.transformToString()
}

const sizeOf = async Key => {
  const answer = await s3.send(new HeadObjectCommand({ Bucket, Key }))
  return answer.ContentLength
}

export const handler = async event => {
  let [text, size] = await Promise.all([loadText(event.key), sizeOf(event.key)])
  return { text, size }
}
`,
  },
  {
    name: 'in a function that the handler calls, in a try, with tabs and commands of their own',
    file: 'handler.ts',
    code: `import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
const client = new CloudFormationClient({})

async function describe(StackName: string) {
	try {
		const describing = new DescribeStacksCommand({ StackName })
		const { Stacks } = await client.send(describing)
		const listing = new ListStackResourcesCommand({ StackName })
		const { StackResourceSummaries } = await client.send(listing)
		return { Stacks, StackResourceSummaries }
	} catch (error) {
		return String(error)
	}
}

export const handler = async (event: { name: string }) => describe(event.name)
`,
    title,
    after: `import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
const client = new CloudFormationClient({})

async function describe(StackName: string) {
	try {
		const describing = new DescribeStacksCommand({ StackName })
		const listing = new ListStackResourcesCommand({ StackName })
		const [{ Stacks }, { StackResourceSummaries }] = await Promise.all([
			client.send(describing),
			client.send(listing),
		])
		return { Stacks, StackResourceSummaries }
	} catch (error) {
		return String(error)
	}
}

export const handler = async (event: { name: string }) => describe(event.name)
`,
  },
  {
    name: 'members of what was asked before, so that they cannot fail now, and Windows line ends',
    code: `import axios from 'axios'
export const handler = async event => {
  const { length } = event.Records
  const user = await axios.get('https://a.example/' + length)
  const team = await axios.get(\`https://b.example/
\${event.Records.at}\`)
  return [user.data, team.data]
}
`.replaceAll('\n', '\r\n'),
    title,
    after: `import axios from 'axios'
export const handler = async event => {
  const { length } = event.Records
  const [user, team] = await Promise.all([
    axios.get('https://a.example/' + length),
    axios.get(\`https://b.example/
\${event.Records.at}\`),
  ])
  return [user.data, team.data]
}
`.replaceAll('\n', '\r\n'),
  },
  {
    name: 'variables with types of their own',
    file: 'handler.ts',
    code: `import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'

async function load(id: string): Promise<Item> {
  const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { id } }))
  return Item
}

export const handler = async (event: { id: string; key: string }) => {
  const one: Item | undefined = await load(event.id)
  const { Item: other }: { Item: Item } = await db.send(new GetCommand({ TableName: 'u', Key: { id: event.key } }))
  return [one, other]
}
`,
    title,
    after: `import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'

async function load(id: string): Promise<Item> {
  const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { id } }))
  return Item
}

export const handler = async (event: { id: string; key: string }) => {
  const [one, { Item: other }]: [Item | undefined, { Item: Item }] = await Promise.all([
    load(event.id),
    db.send(new GetCommand({ TableName: 'u', Key: { id: event.key } })),
  ])
  return [one, other]
}
`,
  },
]
