import type { RefusalCase } from '../ruleCases.ts'
import { calledBy, queue, reporting } from './sources.ts'

const loop = `export const handler = async event => {
  for (const record of event.Records) {
    await save(record.body)
  }
}
`

const refused = (name: string, why: RegExp, code: string, settings = reporting('sqs')): RefusalCase => ({
  name,
  why,
  code,
  settings,
})

const inHandler = (name: string, why: RegExp, body: string, settings = reporting('sqs')): RefusalCase =>
  refused(name, why, `export const handler = async event => {\n${body}\n}\n`, settings)

export const refusals: readonly RefusalCase[] = [
  { name: 'nothing known of the sources', code: loop, why: /not known/ },
  refused('a source that does not look for failures', /Give the event source “Orders”/, loop, calledBy({ queue })),
  refused(
    'one of two sources does not',
    /Give the event source “Late”/,
    loop,
    calledBy({ queue, reportsBatchItemFailures: true }, { name: 'Late', queue }),
  ),
  refused(
    'a source that says so only at deployment',
    /not known/,
    loop,
    calledBy({ queue, unresolved: ['reportsBatchItemFailures'] }),
  ),
  refused('a web API too', /other kinds/, loop, calledBy({ queue, reportsBatchItemFailures: true }, { type: 'api' })),
  refused('a queue of another template', /FIFO/, loop, calledBy({ reportsBatchItemFailures: true, source: 'Queue' })),
  inHandler(
    'a failure that is caught for all',
    /is caught for all.*A try around the loop/,
    `  try {
    for (const record of event.Records) {
      await save(record.body)
    }
  } catch (error) {
    console.error(error)
  }`,
  ),
  inHandler(
    'a failure that is caught for all and thrown again',
    /delivered again.*A try around the loop/,
    `  try {
    for (const record of event.Records) {
      await save(record.body)
    }
  } catch (error) {
    console.error(error)
    throw error
  }`,
  ),
  inHandler(
    'work below the loop',
    /counts on all records/,
    '  for (const record of event.Records) {\n    await save(record.body)\n  }\n  await publish()',
  ),
  inHandler(
    'an answer that is made on the way',
    /made on the way/,
    '  const ids = []\n  for (const record of event.Records) {\n    ids.push(await save(record.body))\n  }\n  return ids',
  ),
  inHandler(
    'a return in the loop',
    /answer of its own/,
    '  for (const record of event.Records) {\n    if (!record.body) return\n    await save(record.body)\n  }',
  ),
  inHandler(
    'a promise that a callback returns from its body',
    /may fail after it/,
    '  await Promise.all(event.Records.map(record => {\n    return save(record.body)\n  }))',
  ),
  inHandler(
    'what the work gives is used',
    /is used/,
    '  const saved = await Promise.all(event.Records.map(record => save(record.body)))',
  ),
  inHandler(
    'records of a stream at the same time',
    /have an order/,
    '  await Promise.all(event.Records.map(record => save(record.kinesis.data)))',
    reporting('kinesis'),
  ),
  inHandler(
    'records taken apart',
    /takes its records apart/,
    '  for (const { body } of event.Records) {\n    await save(body)\n  }',
  ),
  inHandler(
    'a condition around the loop',
    /not a statement/,
    '  if (event.Records) {\n    for (const record of event.Records) {\n      await save(record.body)\n    }\n  }',
  ),
  refused(
    'a wrapper',
    /wrapper/,
    'export const handler = wrap(async event => {\n  for (const record of event.Records) {\n    await save(record.body)\n  }\n})\n',
  ),
  {
    ...refused(
      'a type that rules it out',
      /answer with nothing else/,
      'export const handler = async (event: SQSEvent): Promise<void> => {\n  for (const record of event.Records) {\n    await save(record)\n  }\n}\n',
    ),
    file: 'handler.ts',
  },
]
