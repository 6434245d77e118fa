import type { RuleCase } from '../ruleCases.ts'

const body = (name: string, text: string, above = ''): RuleCase => ({
  name,
  code: `import { setTimeout as pass } from 'node:timers/promises'
import { call, delay, wait } from './own.js'
${above}
export const handler = async (event, context) => {
  ${text}
}
`,
})

export const nearMisses: readonly RuleCase[] = [
  body(
    'a limit of time',
    'return await Promise.race([call(event), new Promise((_, reject) => setTimeout(reject, 1000))])',
  ),
  body('a promise that fails later', 'await new Promise((resolve, reject) => setTimeout(reject, 1000))'),
  body(
    'a timer that aborts',
    'const controller = new AbortController()\n  setTimeout(() => controller.abort(), 1000)\n  return await call(event, controller.signal)',
  ),
  body(
    'a timer that does something',
    'await new Promise(resolve => setTimeout(() => resolve(call(event)), 1000)).then(call)',
  ),
  body('work that is wrapped into a promise', 'await new Promise(resolve => call(event, resolve))'),
  body(
    'a turn for others',
    'await new Promise(resolve => setTimeout(resolve, 0))\n  await pass(1)\n  await new Promise(resolve => setImmediate(resolve))',
  ),
  body('a timer that nobody awaits', 'const timer = pass(1000)\n  await call(event)\n  void timer'),
  body(
    'what is called so, and is given a job',
    'await delay(event.job)\n  await wait(event)\n  await delay(event.job, 1000)',
  ),
  body(
    'what a batch did not take',
    'let Unprocessed = event.items\n  for (let attempt = 0; Unprocessed.length > 0; attempt++) {\n    if (attempt > 0) await pass(50 * 2 ** attempt)\n    Unprocessed = await call(Unprocessed)\n  }',
  ),
  body(
    'a durable wait',
    "await context.wait('pause', { seconds: 60 })",
    "import { withDurableExecution } from '@aws/durable-execution-sdk-js'",
  ),
  body(
    'a function that is only sometimes called',
    'if (event.slow) await slow()',
    'async function slow() {\n  await pass(1000)\n}',
  ),
  body(
    'a function of the file that is called so, and does something',
    'await sleep(1000)',
    'const sleep = async ms => call(ms)',
  ),
  {
    name: 'no handler',
    code: `export const settle = async () => {
  await new Promise(resolve => setTimeout(resolve, 1000))
}
`,
  },
]
