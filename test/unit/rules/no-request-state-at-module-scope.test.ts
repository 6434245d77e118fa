import assert from 'node:assert/strict'
import type { DefinitionFacts } from '#rules/facts.ts'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { nearMisses } from './no-request-state-at-module-scope/nearMisses.ts'
import { refusals } from './no-request-state-at-module-scope/refusals.ts'
import { suggestions } from './no-request-state-at-module-scope/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const id = 'no-request-state-at-module-scope'
const cases = new RuleCases(id)
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()

describe(`${id} says how grave it is`, () => {
  const code = `const now = new Date()
export const handler = async event => ({ now, id: event.id })
`
  const severityFor = (functionKind: NonNullable<DefinitionFacts['functionKind']>) => {
    const rule = rules[id]
    assert.ok(rule)
    const settings = { handlers: [{ exportName: 'handler', definitions: [{ functionKind }] }] }
    return runRules(parse(code, { file: 'handler.mjs' }), { [id]: rule }, { settings }).findings[0]?.severity
  }

  for (const kind of ['managed-instances', 'tenant-isolated'] as const) {
    it(`a warning for ${kind}`, () => assert.equal(severityFor(kind), 'warning'))
  }
  it('an information else', () => assert.equal(severityFor('event'), 'info'))
})
