import type { RuleCase } from '../ruleCases.ts'

const kept = (name: string, above: string, body: string): RuleCase => ({
  name,
  code: `import { randomUUID } from 'node:crypto'
import dayjs from 'dayjs'
${above}
export const handler = async (event, context) => {
  ${body}
}
`,
})

export const nearMisses: readonly RuleCase[] = [
  kept('a time that is asked for in the call', '', 'const now = new Date()\n  return { now, id: event.id }'),
  kept(
    'a time that is given',
    "const launch = new Date(2020, 1, 1), since = new Date('2020-01-01')",
    'return [launch, since, event.id]',
  ),
  kept(
    'a date of a library that is given',
    "const christmas = dayjs('2026-12-25')",
    'return christmas.diff(event.day)',
  ),
  kept('an init timer', 'const startedAt = Date.now()', 'return { age: Date.now() - startedAt }'),
  kept('a timer of another name', 'const t0 = performance.now()', 'return { age: performance.now() - t0 }'),
  kept('an id of the environment', 'const instanceId = randomUUID()', 'return { instanceId, id: event.id }'),
  kept('an id for logs', 'const id = randomUUID()', 'console.log({ id, event })\n  return 1'),
  kept(
    'a random number that decides about the environment',
    'const isSampled = Math.random() < 0.01',
    'return isSampled ? trace(event) : event',
  ),
  kept(
    'a time that calls renew',
    'let checkedAt = Date.now()',
    'if (event.check) checkedAt = Date.now()\n  return checkedAt',
  ),
  kept('a folder of the environment', 'const scratch = `/tmp/${randomUUID()}`', 'return write(scratch, event)'),
  kept('a time that no call reads', 'const now = new Date()\nexport const day = () => now', 'return event.id'),
  kept('a cold start flag', 'let cold = true', 'const first = cold\n  cold = false\n  return { first, id: event.id }'),
  kept('a counter', 'let calls = 0', 'calls++\n  return { calls, id: event.id }'),
  kept(
    'a cache by a key of the request',
    'const cache = {}',
    'cache[event.id] ??= await load(event.id)\n  return cache[event.id]',
  ),
  kept(
    'a cache that a map is',
    'const orders = new Map()',
    'if (!orders.has(event.id)) orders.set(event.id, await load(event.id))\n  return orders.get(event.id)',
  ),
  kept(
    'a cache of the last key',
    'let last',
    'if (last?.id !== event.id) last = await load(event.id)\n  return last.name',
  ),
  kept(
    'what is fetched once',
    'let settings',
    'settings ??= await load(process.env.NAME)\n  return { ...settings, id: event.id }',
  ),
  kept(
    'what all calls say alike',
    'let account',
    "account ??= context.invokedFunctionArn.split(':')[4]\n  return { account, id: event.id }",
  ),
  kept(
    'a client by what the first call says',
    'let client',
    'client ??= createClient(event.region)\n  return client.get(event.id)',
  ),
  kept(
    'a server by the first call',
    'let handle',
    'handle = handle ?? createServer(event)\n  return handle(event, context)',
  ),
  kept(
    'request data that each call writes first',
    'let requestId',
    'requestId = context.awsRequestId\n  return { requestId }',
  ),
  kept(
    'request data that both branches write',
    'let user',
    "if (event.user) user = event.user\n  else user = 'nobody'\n  return { user }",
  ),
  kept(
    'request data that is forgotten in the end',
    'let user',
    'if (event.user) user = event.user\n  const text = greet(user)\n  user = undefined\n  return text',
  ),
  kept(
    'request data that is read where it is written',
    'let user',
    'if (event.user) {\n    user = event.user\n    return greet(user)\n  }\n  return null',
  ),
  kept('a list that is emptied', 'const batch = []', 'batch.push(event.id)\n  await send(batch)\n  batch.length = 0'),
  kept('a list that is taken out of', 'const queue = []', 'queue.push(event.id)\n  return queue.splice(0)'),
  kept(
    'a list that is a cache',
    'const seenIds = []',
    'if (seenIds.includes(event.id)) return null\n  seenIds.push(event.id)\n  return event',
  ),
  kept(
    'a list of what is no request data',
    'const errors = []',
    "errors.push('none')\n  return [errors.length, event.id]",
  ),
  {
    name: 'a file without a handler',
    file: 'report.js',
    code: `const now = new Date()
exports.report = id => ({ id, now })
`,
  },
  {
    name: 'a function of another kind, whose calls come one after the other',
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'event' }] }] },
    code: `let requestId
export const handler = async (event, context) => {
  requestId = context.awsRequestId
  return { requestId }
}
`,
  },
]
