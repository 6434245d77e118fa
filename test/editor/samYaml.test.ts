import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of SAM in YAML', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'OrdersFunction',
    template: 'template.yaml',
    handlerText: 'orders.handler',
    templateLine: 14,
  })
})
