import { nearMisses } from './lazy-import-heavy-module/nearMisses.ts'
import { refusals } from './lazy-import-heavy-module/refusals.ts'
import { suggestions } from './lazy-import-heavy-module/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('lazy-import-heavy-module')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
