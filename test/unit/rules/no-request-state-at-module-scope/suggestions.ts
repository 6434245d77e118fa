import type { SuggestionCase } from '../ruleCases.ts'

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'the time, in TypeScript',
    file: 'handler.ts',
    code: `import { save } from './save';

const today: string = new Date().toISOString().slice(0, 10);

export async function handler(event: { id: string }) {
  await save(event.id, today);
}
`,
    title: /Declare “today” in its function: each call has its own/,
    after: `import { save } from './save';

export async function handler(event: { id: string }) {
  const today: string = new Date().toISOString().slice(0, 10);
  await save(event.id, today);
}
`,
  },
  {
    name: 'the time by arithmetic, among other variables',
    file: 'index.js',
    code: `const save = require('./save'), expires = Math.floor(Date.now() / 1000) + 3600
exports.handler = async event => {
  await save(event.id, expires)
}
`,
    title: /“expires”/,
    after: `const save = require('./save')
exports.handler = async event => {
  const expires = Math.floor(Date.now() / 1000) + 3600
  await save(event.id, expires)
}
`,
  },
  {
    name: 'an id, in a function that the handler calls',
    code: `import { v4 as uuid } from 'uuid'
import { put } from './put.mjs'

const id = uuid()

async function store(event) {
  await put({ id, ...event })
}

export const handler = async event => store(event)
`,
    title: /“id”/,
    after: `import { v4 as uuid } from 'uuid'
import { put } from './put.mjs'

async function store(event) {
  const id = uuid()
  await put({ id, ...event })
}

export const handler = async event => store(event)
`,
  },
  {
    name: 'an id of Node.js',
    code: `import { randomUUID } from 'node:crypto'
const orderId = \`order-\${randomUUID()}\`
export const handler = async event => {
  return { orderId, ...event }
}
`,
    title: /“orderId”/,
    after: `import { randomUUID } from 'node:crypto'
export const handler = async event => {
  const orderId = \`order-\${randomUUID()}\`
  return { orderId, ...event }
}
`,
  },
  {
    name: 'a random number',
    code: `const code = String(Math.random()).slice(2, 8)
export const handler = async event => {
  return { code, to: event.to }
}
`,
    title: /“code”/,
    after: `export const handler = async event => {
  const code = String(Math.random()).slice(2, 8)
  return { code, to: event.to }
}
`,
  },
  {
    name: 'request data that some calls set',
    code: `let locale = 'en'
export const handler = async event => {
  const { headers } = event
  if (headers?.['accept-language']) {
    locale = headers['accept-language']
  }
  return { locale }
}
`,
    title: /“locale”/,
    after: `export const handler = async event => {
  let locale = 'en'
  const { headers } = event
  if (headers?.['accept-language']) {
    locale = headers['accept-language']
  }
  return { locale }
}
`,
  },
  {
    name: 'request data that the first call sets',
    code: `let tenant
export const handler = async (event, context) => {
  if (!tenant) tenant = await load(context.clientContext.tenant)
  return { name: tenant.name }
}
`,
    title: /“tenant”/,
    after: `export const handler = async (event, context) => {
  let tenant
  if (!tenant) tenant = await load(context.clientContext.tenant)
  return { name: tenant.name }
}
`,
  },
  {
    name: 'a list that grows',
    file: 'index.js',
    code: `const results = []

exports.handler = async event => {
  for (const record of event.Records) {
    results.push(await handle(record))
  }
  return results
}
`,
    title: /“results”/,
    after: `exports.handler = async event => {
  const results = []
  for (const record of event.Records) {
    results.push(await handle(record))
  }
  return results
}
`,
  },
  {
    name: 'a list that grows by a callback',
    code: `const ids = []
export const handler = async event => {
  event.Records.forEach(({ messageId }) => ids.push(messageId))
  return { ids }
}
`,
    title: /“ids”/,
    after: `export const handler = async event => {
  const ids = []
  event.Records.forEach(({ messageId }) => ids.push(messageId))
  return { ids }
}
`,
  },
  {
    name: 'request data where calls run at the same time',
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'managed-instances' }] }] },
    code: `let requestId
export const handler = async (event, context) => {
  requestId = context.awsRequestId
  await work(event)
  return { requestId }
}
`,
    title: /“requestId”/,
    after: `export const handler = async (event, context) => {
  let requestId
  requestId = context.awsRequestId
  await work(event)
  return { requestId }
}
`,
  },
]
