import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of CloudFormation in JSON', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'OrdersFunction',
    template: 'stack.json',
    handlerText: '"orders.handler"',
    templateLine: 8,
  })
})
