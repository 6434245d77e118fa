import type { RuleCase } from '../ruleCases.ts'

const pool = (settings: string, body: string, above = '') => `import pg from 'pg'
${above}
const pool = new pg.Pool(${settings})
export const handler = async event => {
  ${body}
}
`

const environment = { AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1' }

export const nearMisses: readonly RuleCase[] = [
  {
    name: 'keep-alive turned on',
    code: `import { Agent } from 'https'
const agent = new Agent({ keepAlive: true })
export const handler = async event => request(event.url, { agent })
`,
  },
  {
    name: 'keep-alive decided elsewhere',
    code: `import { Agent } from 'https'
import { settings } from './settings.mjs'
const agents = [new Agent(settings), new Agent({ ...settings }), new Agent({ keepAlive: settings.on }), new Agent({ [settings.name]: true })]
export const handler = async event => request(event.url, { agents })
`,
  },
  {
    name: 'agents that keep connections by themselves, and agents of another kind',
    code: `import KeepAlive from 'agentkeepalive'
import { Agent } from 'undici'
import { HttpsProxyAgent } from 'https-proxy-agent'
const agents = [new KeepAlive(), new Agent(), new HttpsProxyAgent(process.env.PROXY)]
export const handler = async event => request(event.url, { agents })
`,
  },
  {
    name: 'a class of that name of the file itself',
    code: `class Agent {}
const agent = new Agent({ keepAlive: false })
export const handler = async event => request(event.url, { agent })
`,
  },
  {
    name: 'keepAlive of something else',
    code: `import { createServer } from 'net'
const server = createServer({ keepAlive: false })
export const handler = async () => server
`,
  },
  {
    name: 'a file without a handler',
    file: 'client.js',
    code: `const https = require('https')
exports.agent = new https.Agent({ keepAlive: false })
`,
  },
  {
    name: 'the header of an answer',
    code: `export const handler = async event => ({ statusCode: 200, headers: { Connection: 'close' }, body: event.body })
`,
  },
  {
    name: 'a header that keeps, and another one that closes nothing',
    code: `export const handler = async event =>
  fetch(event.url, { headers: { Connection: 'keep-alive', 'X-Connection': 'close' } })
`,
  },
  {
    name: 'a body that has such a word',
    code: `import axios from 'axios'
export const handler = async event => axios.post(event.url, { connection: 'close' })
`,
  },
  {
    name: 'an agent for each request that is made once',
    code: `import { Agent, get } from 'https'
let agent
export const handler = async event => get(event.url, { agent: (agent ??= new Agent({ keepAlive: true })) })
`,
  },
  {
    name: 'an agent of the options of all requests',
    code: `import { Agent, get } from 'https'
const options = { agent: new Agent({ keepAlive: true }) }
export const handler = async event => get(event.url, options)
`,
  },
  {
    name: 'the SDK v2 with keep-alive by its environment',
    file: 'index.js',
    settings: { handlers: [{ exportName: 'handler', definitions: [{ environment }] }] },
    code: `const AWS = require('aws-sdk')
const sqs = new AWS.SQS()
exports.handler = async event => sqs.sendMessage(event).promise()
`,
  },
  {
    name: 'the SDK v2 with keep-alive by the file',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
process.env.AWS_NODEJS_CONNECTION_REUSE_ENABLED = '1'
const sqs = new AWS.SQS()
exports.handler = async event => sqs.sendMessage(event).promise()
`,
  },
  {
    name: 'the SDK v2 with an agent of its own',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
const { agent } = require('./agent')
AWS.config.update({ httpOptions: { agent } })
const sqs = new AWS.SQS()
exports.handler = async event => sqs.sendMessage(event).promise()
`,
  },
  {
    name: 'what connects nowhere in the SDK v2',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
const credentials = new AWS.SharedIniFileCredentials({ profile: 'a' })
exports.handler = async () => credentials.profile
`,
  },
  {
    name: 'the SDK v3',
    code: `import { S3Client } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
export const handler = async event => s3.send(event)
`,
  },
  { name: 'a pool of one', code: pool('{ max: 1 }', 'return (await pool.query(event.sql)).rows') },
  {
    name: 'a pool whose size is not written',
    code: pool('{ max: Number(process.env.MAX) }', 'return (await pool.query(event.sql)).rows'),
  },
  { name: 'a pool without a size', code: pool('{}', 'return (await pool.query(event.sql)).rows') },
  {
    name: 'queries in parallel',
    code: pool('{ max: 4 }', 'return Promise.all(event.list.map(one => pool.query(one)))'),
  },
  {
    name: 'queries that nobody waits for',
    code: pool('{ max: 4 }', 'const one = pool.query(event.sql)\n  return [await pool.query("select 1"), await one]'),
  },
  {
    name: 'queries of a callback',
    code: pool('{ max: 4 }', 'event.list.forEach(async one => { await pool.query(one) })'),
  },
  { name: 'a pool that is handed on', code: pool('{ max: 4 }', 'return run(pool, event)') },
  {
    name: 'queries of a function that others may call',
    code: pool(
      '{ max: 4 }',
      'return (await pool.query(event.sql)).rows',
      'export const find = async id => (await pool.query(id)).rows',
    ),
  },
  {
    name: 'a pool of an exported name',
    code: `import pg from 'pg'
export const pool = new pg.Pool({ max: 4 })
export const handler = async event => (await pool.query(event.sql)).rows
`,
  },
  {
    name: 'a pool of a function with several calls at once',
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'managed-instances' }] }] },
    code: pool('{ max: 4 }', 'return (await pool.query(event.sql)).rows'),
  },
]
