import assert from 'node:assert/strict'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { nearMisses } from './paginate-results/nearMisses.ts'
import { refusals } from './paginate-results/refusals.ts'
import { suggestions } from './paginate-results/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('paginate-results')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()

describe('a list that is read to its end', () => {
  for (const { name, code, after, file = 'handler.mjs' } of suggestions) {
    it(`is the same where it has one page, and else longer: ${name}`, async () => {
      for (const page of [[], ['a', 'b']]) {
        const [before, all] = await Promise.all(
          [code, after].map(text => answersOf(withPages(text, [page]), file, [{}])),
        )
        assert.deepEqual(all, before)
        assert.doesNotMatch(String(all), /failed/)
      }
      const two = await answersOf(withPages(after, [['a'], ['b', 'c']]), file, [{}])
      assert.match(String(two), /a.*b.*c/)
    })
  }
})

/** The handler with a service in place of the SDK that has these pages. */
function withPages(code: string, pages: readonly (readonly string[])[]): string {
  const inside = code.replaceAll(
    /(import|const) (\* as \w+|\{[^}]*\}) (from|=) (require\()?'@aws-sdk[^']*'\)?;?/g,
    (_, __, names: string) => (names.match(/\w+/g) ?? []).map(name => `const ${name} = ${stubFor(name)}`).join('\n'),
  )
  return `${service(JSON.stringify(pages))}\n${inside}`
}

function stubFor(name: string): string {
  if (name.endsWith('Command')) return 'Command'
  return name.startsWith('paginate') ? 'paginate' : 'Client'
}

const service = (pages: string) => `class Command {}
const pages = ${pages}.map(one => ({ Items: one, Parameters: one.map(Value => ({ Value })), Contents: one.length ? one.map(Key => ({ Key })) : undefined }))
class Client {
  static from = () => new Client()
  send = async () => pages[0]
}
async function* paginate({ client }) {
  if (client instanceof Client) yield* pages
}`
