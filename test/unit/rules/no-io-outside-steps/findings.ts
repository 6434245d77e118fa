import type { RefusalCase } from '../ruleCases.ts'

const body = (name: string, text: string, says: RegExp, above = ''): RefusalCase => ({
  name,
  code: `import { withDurableExecution } from '@aws/durable-execution-sdk-js'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { randomUUID } from 'node:crypto'
import { v4 as uuid } from 'uuid'
import axios from 'axios'
import { db, pay } from './own.js'
${above}
export const handler = withDurableExecution(async (event, context) => {
  ${text}
})
`,
  why: says,
})

const pay = "await context.step('pay', async () => pay(event))"

export const findings: readonly RefusalCase[] = [
  body(
    'a request before a step',
    `await db.send(new PutCommand({ TableName: 't', Item: event }))\n  return ${pay}`,
    /sent again by every replay/,
  ),
  body(
    'fetch before a wait',
    "const answer = await fetch(event.url)\n  await context.wait('a while', { seconds: 60 })\n  return answer.status",
    /sent again/,
  ),
  body('a post between steps', `${pay}\n  await axios.post('https://a.example', event)\n  return ${pay}`, /sent again/),
  body('a name by the clock', `const id = event.id || \`order-\${Date.now()}\`\n  ${pay}\n  return id`, /another time/),
  body('a date', `const at = new Date().toISOString()\n  ${pay}\n  return at`, /another time/),
  body('a random id', `const id = randomUUID()\n  ${pay}\n  return id`, /draws another value/),
  body('a random id of a package', `const id = uuid()\n  ${pay}\n  return id`, /draws another value/),
  body('chance that decides', `if (Math.random() < 0.5) ${pay}`, /draws another value/),
  body(
    'chance in the name of a step',
    'return await context.step(`pay-${Math.random()}`, async () => pay(event))',
    /draws another value/,
  ),
  body(
    'in a loop, before the step of the next round',
    `for (const item of event.items) {\n    await context.step(item, async () => pay(item))\n    await fetch(item)\n  }`,
    /sent again/,
  ),
  body(
    'in a function that is called',
    `await save(event)\n  return ${pay}`,
    /sent again/,
    "const save = async item => db.send(new PutCommand({ TableName: 't', Item: item }))",
  ),
  {
    name: 'a function that the template makes durable',
    code: `export const handler = async (event, context) => {
  const answer = await fetch(event.url)
  return context.step('a', async () => answer.status)
}
`,
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'durable' }] }] },
    why: /sent again/,
  },
]
