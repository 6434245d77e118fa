import assert from 'node:assert/strict'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { nearMisses } from './batch-operations/nearMisses.ts'
import { refusals } from './batch-operations/refusals.ts'
import { suggestions } from './batch-operations/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('batch-operations')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()

describe('what is sent in batches', () => {
  for (const { name, code, after, file = 'handler.mjs' } of suggestions) {
    it(`arrives whole and once, though some is refused at first: ${name}`, async () => {
      const events = [{ ids: ['a', 'b', 'c'] }, { ids: [] }, { ids: Array.from({ length: 23 }, (_, n) => `${n}`) }]
      const withLines = events.map(event => ({ ...event, lines: event.ids }))
      const before = await answersOf(withFakeService(code), file, withLines)
      assert.equal(JSON.parse(before[2] ?? '').length, 23)
      assert.deepEqual(await answersOf(withFakeService(after), file, withLines), before)
    })
  }
})

/** The handler with a service in place of the SDK, which refuses the first entry of two batches; it answers what came in. */
function withFakeService(code: string): string {
  const inside = code
    .replaceAll(
      /(import|const) (\* as \w+|\{[^}]*\}) (from|=) (require\()?'@aws-sdk[^']*'\)?/g,
      (_, __, names: string) => classes(names),
    )
    .replace(/const client = .*/, '')
    .replace(/export const handler =|exports.handler =/, 'const handleOne =')
  return `${service}${inside}
exports.handler = async event => {
  asked = event.ids.map(id => ({ id, at: 1 }))
  await handleOne(event)
  return arrived.splice(0).sort()
}
`
}

function classes(names: string): string {
  const [, namespace] = /^\* as (\w+)/.exec(names) ?? []
  if (namespace !== undefined) return `const ${namespace} = new Proxy({}, { get: () => Command })`
  return (names.match(/\w+Command/g) ?? []).map(name => `const ${name} = Command`).join('\n')
}

const service = `class Command {
  constructor(input) { this.input = input }
}
const arrived = []
let asked
let refusals = 0
const idOf = one => {
  const event = one.Detail && JSON.parse(one.Detail)
  return event ? event.id : one.MessageBody ?? one.Message ?? (one.Data && String(one.Data)) ?? (one.DeleteRequest ?? one).Key.id
}
const client = {
  send: async ({ input }) => {
    if (Object.keys(input).join() === 'TableName') return { Items: asked }
    const [items] = Object.values(input.RequestItems ?? {})
    const isBatch = input.Entries?.length !== 1 || refusals > 0
    const batch = items ?? input.PublishBatchRequestEntries ?? input.Records ?? (isBatch ? input.Entries : undefined)
    const entries = batch ?? input.Entries ?? [input.Record ?? input]
    const isRefused = batch && batch.length > 2 && refusals++ < 2
    arrived.push(...entries.slice(isRefused ? 1 : 0).map(idOf))
    const results = entries.map((_, index) => (isRefused && index === 0 ? { ErrorCode: 'busy' } : {}))
    return {
      Failed: isRefused ? [{ Id: entries[0].Id }] : [],
      Entries: results,
      RequestResponses: results,
      UnprocessedItems: isRefused ? { t: entries.slice(0, 1) } : {},
    }
  },
}
`
