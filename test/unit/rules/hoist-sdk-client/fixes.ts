import type { FixCase } from '../ruleCases.ts'

/** Clients that move without changing what the program does. */
export const fixes: readonly FixCase[] = [
  {
    name: 'a client of SDK v3',
    code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'

export const handler = async event => {
  const client = new S3Client({})
  return await client.send(new GetObjectCommand({ Bucket: 'b', Key: event.key }))
}
`,
    after: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'

const client = new S3Client({})

export const handler = async event => {
  return await client.send(new GetObjectCommand({ Bucket: 'b', Key: event.key }))
}
`,
  },
  {
    name: 'in CommonJS, with semicolons',
    file: 'index.js',
    code: `'use strict';
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
exports.handler = async (event) => {
    const sqs = new SQSClient({ region: process.env.AWS_REGION });
    await sqs.send(new SendMessageCommand({ MessageBody: event.body }));
};
`,
    after: `'use strict';
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({ region: process.env.AWS_REGION });

exports.handler = async (event) => {
    await sqs.send(new SendMessageCommand({ MessageBody: event.body }));
};
`,
  },
  {
    name: 'a client used right where it is made gets a name that is free',
    code: `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns'

export const handler = async ({ snsClient, detail }) =>
  await new SNSClient({}).send(new PublishCommand({ TopicArn: snsClient, Message: detail }))
`,
    after: `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns'

const snsClient2 = new SNSClient({})

export const handler = async ({ snsClient, detail }) =>
  await snsClient2.send(new PublishCommand({ TopicArn: snsClient, Message: detail }))
`,
  },
  {
    name: 'a document client with its client inside',
    file: 'handler.ts',
    code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Handler } from 'aws-lambda'

export const handler: Handler<{ id: string }> = async ({ id }) => {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 2 }))
  return (await table.send(new GetCommand({ TableName: process.env.TABLE!, Key: { id } }))).Item
}
`,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Handler } from 'aws-lambda'

const table = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 2 }))

export const handler: Handler<{ id: string }> = async ({ id }) => {
  return (await table.send(new GetCommand({ TableName: process.env.TABLE!, Key: { id } }))).Item
}
`,
  },
  {
    name: 'clients of SDK v2, below what sets the SDK up',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
AWS.config.update({ maxRetries: 2 })
const table = process.env.TABLE

module.exports.handler = async event => {
  const documents = new AWS.DynamoDB.DocumentClient({ region: 'eu-west-1' })
  return documents.get({ TableName: table, Key: event }).promise()
}
`,
    after: `const AWS = require('aws-sdk')
AWS.config.update({ maxRetries: 2 })
const documents = new AWS.DynamoDB.DocumentClient({ region: 'eu-west-1' })
const table = process.env.TABLE

module.exports.handler = async event => {
  return documents.get({ TableName: table, Key: event }).promise()
}
`,
  },
  {
    name: 'below the constants of the file that it reads',
    code: `import { EventBridge } from '@aws-sdk/client-eventbridge'

const names = ['orders']
const region = process.env.BUS_REGION
export const config = { region, maxAttempts: 2 }

export const handler = async event => {
  let bus = new EventBridge({ ...config, useDualstackEndpoint: true })
  return bus.putEvents({ Entries: names.map(name => ({ Source: name, Detail: event.detail })) })
}
`,
    after: `import { EventBridge } from '@aws-sdk/client-eventbridge'

const names = ['orders']
const region = process.env.BUS_REGION
export const config = { region, maxAttempts: 2 }
const bus = new EventBridge({ ...config, useDualstackEndpoint: true })

export const handler = async event => {
  return bus.putEvents({ Entries: names.map(name => ({ Source: name, Detail: event.detail })) })
}
`,
  },
  {
    name: 'in a function that the handler always calls, one record after the other',
    code: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'

export async function handler(event) {
  const stored = []
  for (const record of event.Records) stored.push(await store(record))
  return stored
}

async function store({ body }) {
  const s3 = new S3Client({ forcePathStyle: true })
  return await s3.send(new PutObjectCommand({ Body: body }))
}
`,
    after: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'

const s3 = new S3Client({ forcePathStyle: true })

export async function handler(event) {
  const stored = []
  for (const record of event.Records) stored.push(await store(record))
  return stored
}

async function store({ body }) {
  return await s3.send(new PutObjectCommand({ Body: body }))
}
`,
  },
  {
    name: 'inside a wrapper, handed to a function of the file and to the SDK',
    code: `import middy from '@middy/core'
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'

const count = async (database, table) => (await database.send(table)).Count

export const handler = middy(async event => {
  const client = new DynamoDBClient({})
  for await (const page of paginateScan({ client }, event.table)) return page
  return count(client, event.table)
})
`,
    after: `import middy from '@middy/core'
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'

const client = new DynamoDBClient({})

const count = async (database, table) => (await database.send(table)).Count

export const handler = middy(async event => {
  for await (const page of paginateScan({ client }, event.table)) return page
  return count(client, event.table)
})
`,
  },
  {
    name: 'an agent',
    code: `import https from 'node:https'

export const handler = async event => {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 50 })
  return new Promise(resolve => https.get(event.url, { agent }, resolve))
}
`,
    after: `import https from 'node:https'

const agent = new https.Agent({ keepAlive: true, maxSockets: 50 })

export const handler = async event => {
  return new Promise(resolve => https.get(event.url, { agent }, resolve))
}
`,
  },
  {
    name: 'an axios instance',
    code: `import axios from 'axios'

export const handler = async event => {
  const api = axios.create({ baseURL: process.env.API, timeout: 2_000 })
  return (await api.get(event.path)).data
}
`,
    after: `import axios from 'axios'

const api = axios.create({ baseURL: process.env.API, timeout: 2_000 })

export const handler = async event => {
  return (await api.get(event.path)).data
}
`,
  },
  {
    name: 'a traced client, and parts of its own',
    code: `import AWSXRay from 'aws-xray-sdk-core'
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'
import { NodeHttpHandler } from '@smithy/node-http-handler'

export const handler = async event => {
  const lambda = AWSXRay.captureAWSv3Client(
    new LambdaClient({ requestHandler: new NodeHttpHandler({ connectionTimeout: Number(process.env.WAIT) }) }),
  )
  return lambda.send(new InvokeCommand({ FunctionName: event.name }))
}
`,
    after: `import AWSXRay from 'aws-xray-sdk-core'
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const lambda = AWSXRay.captureAWSv3Client(
  new LambdaClient({ requestHandler: new NodeHttpHandler({ connectionTimeout: Number(process.env.WAIT) }) }),
)

export const handler = async event => {
  return lambda.send(new InvokeCommand({ FunctionName: event.name }))
}
`,
  },
]
