import type { FixCase } from '../ruleCases.ts'

export const fixes: readonly FixCase[] = [
  {
    name: 'keep-alive turned off',
    code: `import { Agent } from 'node:http'
import got from 'got'
const agent = { http: new Agent({ maxSockets: 5, keepAlive: false }) }
export const handler = async event => got(event.url, { agent }).json()
`,
    after: `import { Agent } from 'node:http'
import got from 'got'
const agent = { http: new Agent({ maxSockets: 5, keepAlive: true }) }
export const handler = async event => got(event.url, { agent }).json()
`,
  },
  {
    name: 'keep-alive turned off in the SDK’s own words',
    file: 'handler.ts',
    code: `import { S3Client, type HeadObjectRequest, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({ requestHandler: { httpsAgent: { keepAlive: false } } })
export const handler = async (event: HeadObjectRequest) => s3.send(new HeadObjectCommand(event))
`,
    after: `import { S3Client, type HeadObjectRequest, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({ requestHandler: { httpsAgent: { keepAlive: true } } })
export const handler = async (event: HeadObjectRequest) => s3.send(new HeadObjectCommand(event))
`,
  },
  {
    name: 'an agent without settings',
    file: 'index.js',
    code: `const https = require('https')
const agent = new https.Agent()
exports.handler = async event => request(event.url, { agent })
`,
    after: `const https = require('https')
const agent = new https.Agent({ keepAlive: true })
exports.handler = async event => request(event.url, { agent })
`,
  },
  {
    name: 'an agent without brackets',
    file: 'index.js',
    code: `const { Agent } = require('https')
const agent = new Agent
exports.handler = async event => request(event.url, { agent })
`,
    after: `const { Agent } = require('https')
const agent = new Agent({ keepAlive: true })
exports.handler = async event => request(event.url, { agent })
`,
  },
  {
    name: 'an agent with other settings, each on its line',
    file: 'index.js',
    code: `const https = require('https');
const agent = new https.Agent({
  // Our own CA.
  ca: process.env.CA,
  maxSockets: 10,
});
exports.handler = async (event) => request(event.url, { agent });
`,
    after: `const https = require('https');
const agent = new https.Agent({
  // Our own CA.
  keepAlive: true,
  ca: process.env.CA,
  maxSockets: 10,
});
exports.handler = async (event) => request(event.url, { agent });
`,
  },
  {
    name: 'an agent without any setting between its braces',
    code: `import { Agent } from 'https'
const agent = new Agent({})
export const handler = async event => request(event.url, { agent })
`,
    after: `import { Agent } from 'https'
const agent = new Agent({ keepAlive: true })
export const handler = async event => request(event.url, { agent })
`,
  },
  {
    name: 'no agent for a request',
    file: 'index.js',
    code: `const https = require('https')
exports.handler = (event, context, callback) => {
  const options = { host: event.host, agent: false, path: '/' }
  https.get(options, response => callback(null, response.statusCode))
}
`,
    after: `const https = require('https')
exports.handler = (event, context, callback) => {
  const options = { host: event.host, path: '/' }
  https.get(options, response => callback(null, response.statusCode))
}
`,
  },
  {
    name: 'a header that closes, the only one',
    code: `import axios from 'axios'
export const handler = async event => axios.get(event.url, { headers: { 'connection': 'Close', } })
`,
    after: `import axios from 'axios'
export const handler = async event => axios.get(event.url, { headers: {} })
`,
  },
  {
    name: 'a header that closes, by way of variables',
    code: `const headers = {
  accept: 'text/plain',
  Connection: 'close',
}
const options = { method: 'POST', headers }
export const handler = async event => (await fetch(event.url, { ...options, body: event.body })).text()
`,
    after: `const headers = {
  accept: 'text/plain',
}
const options = { method: 'POST', headers }
export const handler = async event => (await fetch(event.url, { ...options, body: event.body })).text()
`,
  },
  {
    name: 'a header of an instance of axios',
    code: `import axios from 'axios'
const api = axios.create({ baseURL: process.env.URL })
export const handler = async event => api.post('/orders', event, { headers: { Connection: 'close', 'X-Id': event.id } })
`,
    after: `import axios from 'axios'
const api = axios.create({ baseURL: process.env.URL })
export const handler = async event => api.post('/orders', event, { headers: { 'X-Id': event.id } })
`,
  },
  {
    name: 'the SDK v2 in a function whose environment is known',
    file: 'index.js',
    settings: {
      handlers: [
        {
          exportName: 'handler',
          definitions: [{ functionKind: 'event', environment: { TABLE: 'a' }, unresolved: [] }],
        },
      ],
    },
    code: `const AWS = require('aws-sdk');

const table = new AWS.DynamoDB.DocumentClient({ region: 'eu-west-1' });
const sqs = new AWS.SQS();

exports.handler = async (event) => [await table.get(event).promise(), await sqs.sendMessage(event).promise()];
`,
    after: `const AWS = require('aws-sdk');

process.env.AWS_NODEJS_CONNECTION_REUSE_ENABLED = '1';

const table = new AWS.DynamoDB.DocumentClient({ region: 'eu-west-1' });
const sqs = new AWS.SQS();

exports.handler = async (event) => [await table.get(event).promise(), await sqs.sendMessage(event).promise()];
`,
  },
  {
    name: 'keep-alive of the SDK v2 turned off',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
process.env.AWS_NODEJS_CONNECTION_REUSE_ENABLED = 0
const sqs = new AWS.SQS()
exports.handler = async event => sqs.sendMessage(event).promise()
`,
    after: `const AWS = require('aws-sdk')
process.env.AWS_NODEJS_CONNECTION_REUSE_ENABLED = '1'
const sqs = new AWS.SQS()
exports.handler = async event => sqs.sendMessage(event).promise()
`,
  },
]

/** Fixes that move code. */
export const moves: readonly FixCase[] = [
  {
    name: 'an agent for each request',
    file: 'index.js',
    code: `const https = require('https')
const fetch = require('node-fetch')

exports.handler = async event => {
  const response = await fetch(event.url, { agent: new https.Agent({ keepAlive: true }) })
  return response.json()
}
`,
    after: `const https = require('https')
const fetch = require('node-fetch')

const agent2 = new https.Agent({ keepAlive: true })

exports.handler = async event => {
  const response = await fetch(event.url, { agent: agent2 })
  return response.json()
}
`,
  },
]
