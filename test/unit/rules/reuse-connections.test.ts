import { fixes, moves } from './reuse-connections/fixes.ts'
import { nearMisses } from './reuse-connections/nearMisses.ts'
import { refusals } from './reuse-connections/refusals.ts'
import { suggestions } from './reuse-connections/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('reuse-connections')
for (const one of [...fixes, ...moves]) cases.fix(one)
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
