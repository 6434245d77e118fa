import type { RefusalCase } from '../ruleCases.ts'

/** Found, and rightly left alone: for what the client is, or for what is around it. */
export const refusedSurroundings: readonly RefusalCase[] = [
  {
    name: 'made in middleware',
    code: `import middy from '@middy/core'
import { SSMClient } from '@aws-sdk/client-ssm'
export const handler = middy(async event => event).use({
  before: async request => {
    const client = new SSMClient({})
    request.parameter = await client.send(request.event)
  },
})
`,
    why: /middleware/,
  },
  {
    name: 'SDK v2 that calls set up',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
exports.handler = async event => {
  AWS.config.update({ region: event.region })
  return new AWS.S3().getObject(event).promise()
}
`,
    why: /AWS.config, which it copies/,
  },
  {
    name: 'a pool under SnapStart',
    code: `import { Pool } from 'pg'
export const handler = async event => {
  const pool = new Pool()
  return pool.query(event.sql)
}
`,
    settings: { handlers: [{ exportName: 'handler', definitions: [{ snapStart: true }] }] },
    why: /SnapStart/,
  },
  {
    name: 'a single connection',
    code: `import { Client } from 'pg'
export const handler = async event => {
  const client = new Client()
  await client.connect()
  return client.query(event.sql)
}
`,
    why: /single connection/,
  },
  {
    name: 'a pool closed where the statement holds more',
    code: `import { Pool } from 'pg'
export const handler = async event => {
  const pool = new Pool()
  return pool.query(event.sql).finally(() => pool.end())
}
`,
    why: /“pool” is closed by end\(\)/,
  },
  {
    name: 'a class that is loaded in the handler',
    file: 'index.js',
    code: `exports.handler = async event => {
  const { S3Client } = require('@aws-sdk/client-s3')
  return new S3Client({}).send(event)
}
`,
    why: /may differ|cannot be moved/,
  },
  {
    name: 'an axios instance that is listened to',
    code: `import axios from 'axios'
export const handler = async event => {
  const api = axios.create({ baseURL: 'https://example.com' })
  api.interceptors.request.use(config => ({ ...config, user: event.user }))
  return api.get('/')
}
`,
    why: /“api” is set up further/,
  },
  {
    name: 'an axios instance with a token',
    code: `import axios from 'axios'
const headers = { Authorization: process.env.TOKEN }
export const handler = async event => axios.create({ headers }).get(event.path)
`,
    why: /token \(Authorization\)/,
  },
  {
    name: 'in a file that calls the handler while it is loaded',
    code: `import { S3Client } from '@aws-sdk/client-s3'
handler({ key: 'warm' })
export async function handler(event) {
  const client = new S3Client({})
  return client.send(event)
}
`,
    why: /calls the function while it is loaded/,
  },
  {
    name: 'in a file with eval',
    file: 'index.js',
    code: `const { S3Client } = require('@aws-sdk/client-s3')
exports.handler = async event => {
  const client = new S3Client({})
  return eval(event.code)
}
`,
    why: /eval/,
  },
]
