import { findings } from './no-waiting-in-handler/findings.ts'
import { nearMisses } from './no-waiting-in-handler/nearMisses.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-waiting-in-handler')
for (const one of findings) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
