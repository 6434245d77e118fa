import { answers, conversions, onRuntime } from './no-wait-for-empty-event-loop/suggestions.ts'
import { type RuleCase, RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-wait-for-empty-event-loop')
for (const one of [...conversions, ...answers]) cases.suggestion(one)

const dropped = (name: string, code: string, runtime = 'nodejs24.x'): RuleCase => ({
  name,
  code,
  settings: onRuntime(runtime),
})

for (const [why, one] of [
  [
    /another function’s/,
    dropped(
      'a callback of a driver',
      'exports.handler = (event, context, callback) => {\n  load(event, (error, data) => callback(error, data))\n}\n',
    ),
  ],
  [
    /handed on/,
    dropped(
      'a callback that is handed on',
      'exports.handler = (event, context, callback) => {\n  load(event, callback)\n}\n',
    ),
  ],
  [
    /goes on/,
    dropped(
      'work after the answer',
      'exports.handler = (event, context, callback) => {\n  callback(null, 1)\n  log(event)\n}\n',
    ),
  ],
  [
    /goes on/,
    dropped(
      'an answer in a loop',
      'exports.handler = (event, context, callback) => {\n  for (const one of event.all) callback(null, one)\n}\n',
    ),
  ],
  [
    /only when it runs/,
    dropped(
      'a failure that may be none',
      'exports.handler = (event, context, callback) => {\n  callback(event.error, 1)\n}\n',
    ),
  ],
  [
    /goes on/,
    dropped(
      'a case that falls through',
      'exports.handler = (event, context, callback) => {\n  switch (event.id) {\n    case 1:\n      callback(null, 1)\n    default:\n      log(event)\n  }\n}\n',
    ),
  ],
  [
    /goes on/,
    dropped(
      'work in a finally',
      'exports.handler = (event, context, callback) => {\n  try {\n    return callback(null, 1)\n  } finally {\n    log(event)\n  }\n}\n',
    ),
  ],
  [
    /cannot be thrown/,
    dropped(
      'a failure inside a try',
      "exports.handler = (event, context, callback) => {\n  try {\n    return callback(new Error('a'))\n  } catch (error) {\n    return callback(null, 1)\n  }\n}\n",
    ),
  ],
  [
    /besides/,
    dropped(
      'a promise too',
      'exports.handler = (event, context, callback) => {\n  if (event.id) return load(event)\n  callback(null, 1)\n}\n',
    ),
  ],
  [
    /never calls/,
    dropped(
      'a callback that is not used',
      'exports.handler = (event, context, callback) => load(event)\n',
      'nodejs26.x',
    ),
  ],
  [
    /method/,
    dropped('a method', 'module.exports = {\n  handler(event, context, callback) {\n    callback(null, 1)\n  },\n}\n'),
  ],
  [
    /Comments/,
    dropped('a comment', 'exports.handler = (event, context, callback) => {\n  callback(/* none */ null, 1)\n}\n'),
  ],
  [
    /types/,
    {
      ...dropped(
        'a typed callback',
        'export const handler = (event: Event, context: Context, callback: Callback) => {\n  callback(null, 1)\n}\n',
      ),
      file: 'handler.ts',
    },
  ],
] as const)
  cases.noEdit({ ...one, why })

cases
  .noEdit({
    name: 'a context that is taken apart, beside an open connection',
    why: /needs callbackWaitsForEmptyEventLoop = false/,
    code: `const mysql = require('mysql')
const pool = mysql.createPool({})
exports.handler = (event, { awsRequestId }, callback) => {
  pool.query('select 1', callback)
}
`,
  })
  .finds({
    name: 'both ways',
    after: null,
    code: `const Redis = require('ioredis')
const redis = new Redis()
exports.handler = (event, context, callback) => {
  callback(null, redis.status)
}
`,
    findings: [
      {
        suggestions: [
          {
            title: /^Make/,
            after: `const Redis = require('ioredis')
const redis = new Redis()
exports.handler = async (event, context) => {
  return redis.status
}
`,
          },
          {
            title: /^Answer/,
            after: `const Redis = require('ioredis')
const redis = new Redis()
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false
  callback(null, redis.status)
}
`,
          },
        ],
      },
    ],
  })

const callback = `exports.handler = (event, context, callback) => {
  callback(null, event.id)
}
`
const pool = "const { Pool } = require('pg')\nconst pool = new Pool()\n"
for (const one of [
  { name: 'no connection, and nothing known of the runtime', code: callback },
  dropped('a runtime that still has callbacks', callback, 'nodejs22.x'),
  dropped('an async handler with three parameters', 'exports.handler = async (event, context, callback) => event\n'),
  dropped('two parameters', 'exports.handler = (event, context) => load(event)\n'),
  dropped('a wrapper', 'exports.handler = wrap((event, context, callback) => callback(null, 1))\n'),
  dropped(
    'another function',
    'exports.handler = async event => event\nconst three = (a, b, callback) => callback(a, b)\n',
  ),
  {
    name: 'told not to wait',
    code: `${pool}exports.handler = (event, context, callback) => {\n  context.callbackWaitsForEmptyEventLoop = false\n  pool.query('select 1', callback)\n}\n`,
  },
  {
    name: 'a connection that each call closes',
    code: `${pool}exports.handler = (event, context, callback) => {\n  pool.query('select 1', (error, data) => pool.end(() => callback(error, data)))\n}\n`,
  },
  {
    name: 'a connection and an async handler',
    code: `${pool}exports.handler = async (event, context) => pool.query('select 1')\n`,
  },
  {
    name: 'a client of AWS, whose connections do not count',
    code: `const { S3Client } = require('@aws-sdk/client-s3')\nconst s3 = new S3Client({})\n${callback}`,
  },
  {
    name: 'a callback that nobody calls',
    code: `${pool}exports.handler = (event, context, callback) => pool.query('select 1')\n`,
  },
])
  cases.silent(one)
cases.test()
