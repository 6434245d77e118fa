import { fixes } from './narrow-sdk-import/fixes.ts'
import { nearMisses } from './narrow-sdk-import/nearMisses.ts'
import { realFixes } from './narrow-sdk-import/realFixes.ts'
import { refusals } from './narrow-sdk-import/refusals.ts'
import { suggestions } from './narrow-sdk-import/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('narrow-sdk-import')
for (const one of [...fixes, ...realFixes]) cases.fix(one)
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
