import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of the Serverless Framework', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'orders',
    template: 'serverless.yml',
    handlerText: 'src/orders.handler',
    templateLine: 10,
  })
})
