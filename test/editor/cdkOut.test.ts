import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of CDK by cdk.out alone', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'Orders1A2B3C4D',
    template: 'cdk.out/Shop.template.json',
    templateLine: 3,
  })
})
