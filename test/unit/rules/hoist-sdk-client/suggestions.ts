import type { SuggestionCase } from '../ruleCases.ts'

/** Clients whose move changes something. */
export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'a pool that was closed',
    code: `import pg from 'pg'

export const handler = async event => {
  const pool = new pg.Pool({ host: process.env.HOST, password: process.env.PASSWORD, max: 1 })
  const { rows } = await pool.query('select name from town where id = $1', [event.id])
  await pool.end()
  return rows
}
`,
    title: /stay open from call to call, end\(\) goes/,
    after: `import pg from 'pg'

const pool = new pg.Pool({ host: process.env.HOST, password: process.env.PASSWORD, max: 1 })

export const handler = async event => {
  const { rows } = await pool.query('select name from town where id = $1', [event.id])
  return rows
}
`,
  },
  {
    name: 'a pool in a callback handler, for which Lambda would wait',
    file: 'index.js',
    code: `const mysql = require('mysql2')

exports.handler = (event, context, callback) => {
  const pool = mysql.createPool({ host: process.env.HOST })
  pool.query('select 1', (error, rows) => {
    pool.end()
    callback(error, rows)
  })
}
`,
    title: /stay open/,
    after: `const mysql = require('mysql2')

const pool = mysql.createPool({ host: process.env.HOST })

exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false
  pool.query('select 1', (error, rows) => {
    callback(error, rows)
  })
}
`,
  },
  {
    name: 'a client that opens once',
    code: `import { createClient } from 'redis'

export const handler = async ({ key }) => {
  const client = createClient({ url: process.env.URL })
  await client.connect()
  const value = await client.get(key)
  await client.quit()
  return value
}
`,
    title: /stay open/,
    after: `import { createClient } from 'redis'

const client = createClient({ url: process.env.URL })

export const handler = async ({ key }) => {
  if (!client.isOpen) await client.connect()
  const value = await client.get(key)
  return value
}
`,
  },
  {
    name: 'one declared with `using`',
    file: 'handler.ts',
    code: `import { MongoClient } from 'mongodb'

export const handler = async (event: { id: string }) => {
  await using mongo = new MongoClient(process.env.URI!)
  return mongo.db('shop').collection('orders').findOne(event)
}
`,
    title: /stay open/,
    after: `import { MongoClient } from 'mongodb'

const mongo = new MongoClient(process.env.URI!)

export const handler = async (event: { id: string }) => {
  return mongo.db('shop').collection('orders').findOne(event)
}
`,
  },
  {
    name: 'Prisma, which another name hides',
    code: `import { PrismaClient } from '@prisma/client'

export const prisma = 1
export async function handler(event) {
  const prisma = new PrismaClient()
  const all = await prisma.user.findMany({ where: event })
  await prisma.$disconnect()
  return all
}
`,
    title: /\$disconnect\(\) goes/,
    after: `import { PrismaClient } from '@prisma/client'

const prisma2 = new PrismaClient()

export const prisma = 1
export async function handler(event) {
  const all = await prisma2.user.findMany({ where: event })
  return all
}
`,
  },
  {
    name: 'a client that has its key from the environment',
    code: `import OpenAI from 'openai'

export const handler = async event => {
  const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY })
  return openai.chat.completions.create(event.question)
}
`,
    title: /key is read when an environment starts/,
    after: `import OpenAI from 'openai'

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY })

export const handler = async event => {
  return openai.chat.completions.create(event.question)
}
`,
  },
  {
    name: 'a client in a branch',
    code: `import { S3Client } from '@aws-sdk/client-s3'

export const handler = async event => {
  if (event.key) {
    const s3 = new S3Client({})
    return s3.send(event.key)
  }
}
`,
    title: /also for calls that do not get here/,
    after: `import { S3Client } from '@aws-sdk/client-s3'

const s3 = new S3Client({})

export const handler = async event => {
  if (event.key) {
    return s3.send(event.key)
  }
}
`,
  },
  {
    name: 'a client of the project',
    file: 'index.js',
    code: `const { OrdersClient } = require('../lib/ordersClient')

exports.handler = async event => {
  const client = new OrdersClient({ region: 'eu-central-1', maxSockets: 8 })
  return await client.getOrder(event.orderId)
}
`,
    title: /all calls of an environment share it/,
    after: `const { OrdersClient } = require('../lib/ordersClient')

const client = new OrdersClient({ region: 'eu-central-1', maxSockets: 8 })

exports.handler = async event => {
  return await client.getOrder(event.orderId)
}
`,
  },
]
