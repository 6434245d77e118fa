import type { RuleCase } from '../ruleCases.ts'
import { calledBy, queue } from './sources.ts'

const miss = (name: string, body: string, settings?: RuleCase['settings']): RuleCase => ({
  name,
  code: `export const handler = async event => {
${body}
}
`,
  ...(settings && { settings }),
})

const loop = '  for (const record of event.Records) {\n    await save(record.body)\n  }'

export const nearMisses: readonly RuleCase[] = [
  miss('an answer with what failed', `  const batchItemFailures = []\n${loop}\n  return { batchItemFailures }`),
  miss('one message a batch', loop, calledBy({ queue, batchSize: 1 })),
  miss('a topic', '  for (const record of event.Records) {\n    await save(record.Sns.Message)\n  }'),
  miss('a bucket', '  for (const record of event.Records) {\n    await save(record.s3.object.key)\n  }'),
  miss('records of which nothing is known', '  for (const record of event.Records) {\n    await save(record)\n  }'),
  miss('what the template says is no queue', loop, calledBy({ type: 'sns' })),
  miss('what looks otherwise than the template says', loop, calledBy({ type: 'kinesis' })),
  miss(
    'records that are not the event’s',
    '  const { Records } = await load(event.id)\n  for (const record of Records) await save(record.body)',
  ),
  miss(
    'each message with a catch of its own',
    '  for (const record of event.Records) {\n    try {\n      await save(record.body)\n    } catch (error) {\n      await keep(record).catch(console.error)\n    }\n  }',
  ),
  miss(
    'a catch behind each promise',
    '  await Promise.all(event.Records.map(record => save(record.body).catch(console.error)))',
  ),
  miss('nothing that fails', '  for (const record of event.Records) {\n    console.log(record.body)\n  }'),
  miss(
    'work on all records together',
    '  const orders = event.Records.map(record => JSON.parse(record.body))\n  await saveAll(orders)',
  ),
  miss('messages that it deletes itself', `${loop}\n  await sqs.send(new DeleteMessageBatchCommand({ Entries: [] }))`),
  miss(
    'a catch behind all promises',
    '  return Promise.all(event.Records.map(record => save(record.body))).catch(error => console.error(error))',
  ),
  miss('a comment that says it gets one', `  // The batch size is 1.\n${loop}`),
  {
    name: 'a function that handles its failures',
    code: `export const handler = async event => {
  for (const record of event.Records) await attempt(record.body)
}
async function attempt(body) {
  try {
    await save(body)
  } catch (error) {
    console.error(error)
  }
}
`,
  },
  {
    name: 'a library that does it',
    code: `import { processPartialResponse, BatchProcessor } from '@aws-lambda-powertools/batch'
const handle = async record => save(record.body)
export const handler = async event => {
  for (const record of event.Records) await handle(record.body)
}
`,
  },
  {
    name: 'a middleware that does it',
    code: `import middy from '@middy/core'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
export const handler = middy(async event => {
  for (const record of event.Records) await save(record.body)
}).use(sqsPartialBatchFailure())
`,
  },
  {
    name: 'no handler',
    code: 'const lambda = 1\nexport const handlerHelper = async items => {\n  for (const record of items.Records) await save(record.body)\n}\n',
  },
]
