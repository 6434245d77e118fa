import { nearMisses } from './no-check-then-act/nearMisses.ts'
import { refusals } from './no-check-then-act/refusals.ts'
import { suggestions } from './no-check-then-act/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-check-then-act')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
