import type { RefusalCase } from '../ruleCases.ts'

const body = (name: string, text: string, why: RegExp, above = ''): RefusalCase => ({
  name,
  code: `import { setTimeout as pass } from 'node:timers/promises'
import { promisify } from 'node:util'
import AWS from 'aws-sdk'
import { SFNClient, DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { S3Client, waitUntilObjectExists } from '@aws-sdk/client-s3'
import { call } from './own.js'
const sfn = new SFNClient({})
const s3 = new S3Client({})
const old = new AWS.S3()
const later = promisify(setTimeout)
${above}
export const handler = async event => {
  ${text}
}
`,
  why,
})

const unbilled = /waits without being billed/

export const findings: readonly RefusalCase[] = [
  body('a timer in a promise', 'await new Promise(resolve => setTimeout(resolve, 1000))', unbilled),
  body(
    'a timer with an answer',
    'return await new Promise((resolve, reject) => { setTimeout(() => { resolve(event) }, event.ms) })',
    unbilled,
  ),
  body('the timer of Node.js', 'await pass(2_000)', unbilled),
  body('a promisified timer', 'await later(500)', unbilled),
  body(
    'a function of the file',
    'await sleep(event.ms)',
    unbilled,
    'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))',
  ),
  body(
    'an async function of the file',
    'await pause(50)',
    unbilled,
    'async function pause(ms) {\n  await new Promise(resolve => setTimeout(resolve, ms))\n}',
  ),
  body(
    'a function of another file that is called so',
    'await sleep(1000)',
    unbilled,
    "import { sleep } from './sleep.js'",
  ),
  body('between items', 'for (const item of event.items) {\n    await call(item)\n    await pass(100)\n  }', unbilled),
  body(
    'polling',
    "let status = 'RUNNING'\n  while (status === 'RUNNING') {\n    await pass(1000)\n    ;({ status } = await sfn.send(new DescribeExecutionCommand({ executionArn: event.arn })))\n  }",
    /let others ask again/,
  ),
  body(
    'retries of a request of the SDK',
    'for (let attempt = 1; ; attempt++) {\n    try {\n      return await sfn.send(new StartExecutionCommand({ stateMachineArn: event.arn }))\n    } catch (error) {\n      if (attempt === 3) throw error\n      await pass(100 * attempt)\n    }\n  }',
    /maxAttempts and retryMode/,
  ),
  body(
    'polling of what may be gone already',
    "for (;;) {\n    try {\n      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: event.arn }))\n      if (status !== 'RUNNING') return status\n    } catch (error) {\n      if (error.name === 'NotFound') return\n      throw error\n    }\n    await pass(1000)\n  }",
    /let others ask again/,
  ),
  body(
    'retries of something else',
    'for (let attempt = 1; attempt < 4; attempt++) {\n    try {\n      return await call(event)\n    } catch {\n      await pass(100 * attempt)\n    }\n  }',
    /tries again without being billed/,
  ),
  body(
    'a waiter of v3',
    "await waitUntilObjectExists({ client: s3, maxWaitTime: 60 }, { Bucket: 'b', Key: event.key })",
    /A waiter of the SDK/,
  ),
  body(
    'a waiter of v2',
    "await old.waitFor('objectExists', { Bucket: 'b', Key: event.key }).promise()",
    /A waiter of the SDK/,
  ),
]
