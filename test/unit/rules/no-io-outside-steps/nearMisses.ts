import type { RuleCase } from '../ruleCases.ts'

const body = (name: string, text: string, above = ''): RuleCase => ({
  name,
  code: `import { withDurableExecution } from '@aws/durable-execution-sdk-js'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { db, pay, logger } from './own.js'
${above}
export const handler = withDurableExecution(async (event, context) => {
  ${text}
})
`,
})

const pay = "await context.step('pay', async () => pay(event))"

export const nearMisses: readonly RuleCase[] = [
  body(
    'in steps',
    "const id = await context.step('id', async () => crypto.randomUUID())\n  await context.step('save', async () => db.send(new PutCommand({ TableName: 't', Item: { id, at: Date.now() } })))\n  await context.wait({ seconds: 1 })",
  ),
  body(
    'in a step of a list',
    "await context.parallel([async child => child.step('a', async () => fetch(event.url))])\n  await context.map(event.items, async (child, item) => child.step('b', async () => fetch(item)))",
  ),
  body(
    'a function that a step calls',
    `await context.step('save', async () => save(event))\n  ${pay}`,
    "const save = async item => db.send(new PutCommand({ TableName: 't', Item: item }))",
  ),
  body(
    'in a check that waits',
    "await context.waitForCondition('done', async () => (await fetch(event.url)).ok, {})\n  return 'done'",
  ),
  body(
    'after the last step, where no replay gets to',
    `${pay}\n  await db.send(new PutCommand({ TableName: 't', Item: event }))\n  return { at: new Date().toISOString() }`,
  ),
  body(
    'the time in a log',
    `console.log('started', new Date().toISOString())\n  logger.info('started', { at: Date.now() })\n  context.logger.info({ at: Date.now() })\n  ${pay}`,
  ),
  body('a date of the event', `const at = new Date(event.time)\n  ${pay}\n  return at`),
  body('what is made once', pay, 'const startedAt = Date.now()'),
  body('a call of another file', `const loaded = pay(event)\n  ${pay}\n  return loaded`),
  {
    name: 'a function that is not durable',
    code: `export const handler = async (event, context) => {
  const answer = await fetch(event.url)
  return context.step('a', async () => answer.status)
}
`,
  },
  {
    name: 'a helper of durable functions',
    code: `import { withDurableExecution } from '@aws/durable-execution-sdk-js'
export const load = async (event, context) => {
  const answer = await fetch(event.url)
  return context.step('a', async () => answer.status)
}
export const durable = handler => withDurableExecution(handler)
`,
  },
]
