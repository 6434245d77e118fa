import type { RefusalCase } from '../ruleCases.ts'

export const refusals: readonly RefusalCase[] = [
  {
    name: 'keep-alive turned off with a word on it',
    code: `import { Agent } from 'https'
const agent = new Agent({
  keepAlive: false, // the partner's gateway drops idle connections
})
export const handler = async event => request(event.url, { agent })
`,
    why: /A comment stands beside it/,
  },
  {
    name: 'a header that closes with a word on it',
    code: `export const handler = async event => {
  const headers = {
    // See ticket 12.
    Connection: 'close',
  }
  return fetch(event.url, { headers })
}
`,
    why: /A comment stands beside it/,
  },
  {
    name: 'an agent that is closed',
    code: `import { Agent, get } from 'https'
export const handler = async event => {
  const agent = new Agent({ keepAlive: false })
  await get(event.url, { agent })
  agent.destroy()
}
`,
    why: /closed by destroy\(\)/,
  },
  {
    name: 'a header that closes with a word before it',
    code: `export const handler = async event =>
  fetch(event.url, {
    headers: {
      /* no reuse */ Connection: 'close',
    },
  })
`,
    why: /A comment stands beside it/,
  },
  {
    name: 'an agent without keep-alive that is closed',
    code: `import { Agent, get } from 'https'
export const handler = async event => {
  const agent = new Agent()
  await get(event.url, { agent })
  agent.destroy()
}
`,
    why: /closed by destroy\(\)/,
  },
  {
    name: 'an agent for each request that depends on the event',
    code: `import { Agent, get } from 'https'
export const handler = async event => get(event.url, { agent: new Agent({ keepAlive: true, cert: event.cert }) })
`,
    why: /“event” comes from the event/,
  },
  {
    name: 'an agent for each request of a function that may not be called',
    code: `import { Agent, get } from 'https'
const load = url => get(url, { agent: new Agent({ keepAlive: true }) })
export const handler = async event => (event.url ? load(event.url) : null)
`,
    why: /not known when it is called/,
  },
  {
    name: 'the SDK v2 without imports above it',
    file: 'index.js',
    code: `exports.handler = async event => new (require('aws-sdk').SQS)().sendMessage(event).promise()
`,
    why: /no imports/,
  },
  {
    name: 'a large pool of pg',
    code: `import pg from 'pg'
const pool = new pg.Pool({ host: process.env.HOST, max: 10 })
export const handler = async event => {
  const { rows } = await pool.query('select 1')
  await pool.query('insert into log values ($1)', [event.id])
  return rows
}
`,
    why: /A pool of 10 connections.*How many it should have/,
  },
  {
    name: 'a large pool of mysql',
    file: 'index.js',
    code: `const mysql = require('mysql2/promise')
const pool = mysql.createPool({ host: process.env.HOST, connectionLimit: 5 })
exports.handler = async event => {
  const connection = await pool.getConnection()
  return connection.query(event.sql)
}
`,
    why: /A pool of 5/,
  },
  {
    name: 'a large pool of knex',
    code: `import knex from 'knex'
const db = knex({ client: 'pg', pool: { min: 0, max: 7 } })
export const handler = async event => await db.select('*').from('town').where(event)
`,
    why: /A pool of 7/,
  },
]
