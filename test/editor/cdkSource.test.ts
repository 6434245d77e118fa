import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of CDK by its source', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'Orders',
    template: 'lib/shop-stack.ts',
    handlerText: "'orders.handler'",
    templateLine: 10,
  })
})
