import { testDefinitionJourney } from '../support/editor/definitionJourney.ts'

describe('a function of Terraform', () => {
  testDefinitionJourney({
    file: 'src/orders.js',
    line: 5,
    logicalId: 'aws_lambda_function.orders',
    template: 'main.tf',
    handlerText: '"orders.handler"',
    templateLine: 9,
  })
})
