import { findings } from './no-io-outside-steps/findings.ts'
import { nearMisses } from './no-io-outside-steps/nearMisses.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-io-outside-steps')
for (const one of findings) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)
cases.test()
