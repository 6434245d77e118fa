import { findings } from './respect-remaining-time/findings.ts'
import { nearMisses } from './respect-remaining-time/nearMisses.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('respect-remaining-time')
for (const one of findings) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
