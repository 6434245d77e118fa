import type { LensSettings } from '#rules/facts.ts'
import type { RuleCase } from '../ruleCases.ts'
import { imports, timeout } from './findings.ts'

const body = (name: string, text: string, settings: LensSettings | undefined = timeout(900), above = ''): RuleCase => ({
  name,
  code: `${imports}${above}
export const handler = async (event, context) => {
  ${text}
}
`,
  settings,
})

const records = 'for (const record of event.Records) await handle(record)'

export const nearMisses: readonly RuleCase[] = [
  body(
    'a look at the remaining time',
    `for (const record of event.Records) {\n    if (context.getRemainingTimeInMillis() < 5000) return\n    await handle(record)\n  }`,
  ),
  body(
    'a deadline of its own',
    `const deadline = Date.now() + 800_000\n  for (const record of event.Records) {\n    if (Date.now() > deadline) return\n    await handle(record)\n  }`,
  ),
  body('a short timeout', records, timeout(30)),
  body('a short timeout of one of its functions', records, timeout(900, 30)),
  body('an unknown timeout', records, { handlers: [{ exportName: 'handler', definitions: [{}] }] }),
  body('no known function', records, {}),
  body('a loop that waits for nothing', 'for (const record of event.Records) handle(record)'),
  body('a few that are written out', "for (const name of ['a', 'b']) await handle(name)"),
  body('what the event has, which may be little', 'for (const id of event.ids) await handle(id)'),
  body(
    'retries',
    'let attempts = 0\n  while (attempts < 3) {\n    if (await handle(event)) return\n    attempts++\n  }',
  ),
  body(
    'retries up to a limit',
    'let n = 0\n  do {\n    if (await handle(event)) return\n  } while (n++ < maxRetries)',
    timeout(900),
    'const maxRetries = 5',
  ),
  body('counted rounds', 'for (let i = 0; i < 10; i++) await handle(i)'),
  body(
    'polling, which is for no-waiting-in-handler',
    "while (await handle('done') !== true) {\n    await new Promise(resolve => setTimeout(resolve, 1000))\n  }",
  ),
  body('the parts of a stream', 'for await (const chunk of (await handle(event)).body) await handle(chunk)'),
  body(
    'a stream by its name',
    'const { body } = await handle(event)\n  const chunks = []\n  for await (const chunk of body) chunks.push(chunk)\n  return chunks',
  ),
  body(
    'pages that are only collected',
    'const found = []\n  let token\n  do {\n    const page = await listAll(token)\n    found.push(...page.items)\n    token = page.next\n  } while (token)\n  return found',
  ),
  body(
    'a search through pages',
    'let token\n  do {\n    const page = await listAll(token)\n    for (const one of page.items) if (await handle(one)) return one\n    token = page.next\n  } while (token)',
  ),
  body(
    'the object of an event of S3, of which there is one',
    "for (const record of event.Records) await handle(record['s3'].object.key)",
  ),
  body(
    'the record of an event of SNS',
    'for (let i = 0; i < event.Records.length; i++) await handle(event.Records[i].Sns)',
  ),
  body('all at the same time', 'await Promise.all(event.Records.map(handle))'),
  body(
    'a durable function',
    records,
    timeout(900),
    "import { withDurableExecution } from '@aws/durable-execution-sdk-js'",
  ),
]
