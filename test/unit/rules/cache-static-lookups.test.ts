import assert from 'node:assert/strict'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import { buildings } from './cache-static-lookups/buildings.ts'
import { lookups } from './cache-static-lookups/lookups.ts'
import { nearMisses } from './cache-static-lookups/nearMisses.ts'
import { refusals } from './cache-static-lookups/refusals.ts'
import { RuleCases } from './ruleCases.ts'

const id = 'cache-static-lookups'
const cases = new RuleCases(id)
for (const one of [...lookups, ...buildings]) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()

describe('what is kept', () => {
  it('is asked for again after five minutes, and after a failure', async () => {
    const code = `import { GetParameterCommand } from '@aws-sdk/client-ssm'
let requests = 0
const ssm = {
  send: async () => {
    if (++requests === 1) throw new Error('throttled')
    return { Parameter: { Value: 'answer ' + requests } }
  },
}
export const handler = async event => {
  at = event.at
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a' }))
  return Parameter.Value
}
`
    const rule = rules[id]
    assert.ok(rule)
    const [found] = runRules(parse(code, { file: 'handler.mjs' }), { [id]: rule }).findings
    // A clock of its own: the tests run in this process too.
    const clock = 'let at = 0\nconst Date = { now: () => at }\n'
    const after = clock + applyEdits(code, found?.suggestions[0]?.edits ?? [])
    const minute = 60_000
    const events = [0, 1, 2, 5, 7, 8].map(at => ({ at: at * minute }))
    assert.deepEqual(await answersOf(after, 'handler.mjs', events), [
      'failed: Error: throttled',
      '"answer 2"',
      '"answer 2"',
      '"answer 2"',
      '"answer 3"',
      '"answer 3"',
    ])
  })
})
