import assert from 'node:assert/strict'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { nearMisses } from './partial-batch-response/nearMisses.ts'
import { refusals } from './partial-batch-response/refusals.ts'
import { suggestions } from './partial-batch-response/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('partial-batch-response')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()

describe('a handler that answers with what failed', function () {
  this.timeout(20_000)
  const record = (id: string) => ({
    messageId: id,
    body: `"${id}"`,
    kinesis: { data: 'YQ==', sequenceNumber: id },
    dynamodb: { SequenceNumber: id },
  })
  const events = [{ Records: ['1', '2', '3'].map(record) }, { Records: [record('4')] }, { Records: [] }]
  /** The second record of all fails. */
  const save =
    'const console = { log() {}, error() {} }\nlet saved = 0\nasync function save() { if (++saved === 2) throw new Error("two") }\n'
  const failures: Readonly<Record<string, readonly string[]>> = {
    FIFO: ['2', '3'],
    stream: ['2'],
    other: ['2'],
  }
  for (const { name, after, file = 'handler.mjs' } of suggestions) {
    it(name, async () => {
      const [first, ...others] = await answersOf(save + after, file, events)
      const expected = failures[/FIFO|stream/.exec(name)?.[0] ?? 'other'] ?? []
      assert.equal(first, JSON.stringify({ batchItemFailures: expected.map(itemIdentifier => ({ itemIdentifier })) }))
      for (const answer of others) assert.equal(answer, '{"batchItemFailures":[]}')
    })
  }
})
