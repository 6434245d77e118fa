import { nearMisses } from './no-await-in-loop/nearMisses.ts'
import { refusals } from './no-await-in-loop/refusals.ts'
import { suggestions } from './no-await-in-loop/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-await-in-loop')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
