import { nearMisses } from './parallel-awaits/nearMisses.ts'
import { refusals } from './parallel-awaits/refusals.ts'
import { suggestions } from './parallel-awaits/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('parallel-awaits')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
