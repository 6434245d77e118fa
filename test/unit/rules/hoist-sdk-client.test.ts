import { fixes } from './hoist-sdk-client/fixes.ts'
import { layouts } from './hoist-sdk-client/layouts.ts'
import { nearMisses } from './hoist-sdk-client/nearMisses.ts'
import { refusals } from './hoist-sdk-client/refusals.ts'
import { refusedSurroundings } from './hoist-sdk-client/refusedSurroundings.ts'
import { suggestions } from './hoist-sdk-client/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('hoist-sdk-client')
for (const one of [...fixes, ...layouts]) cases.fix(one)
for (const one of suggestions) cases.suggestion(one)
for (const one of [...refusals, ...refusedSurroundings]) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)

cases.finds({
  name: 'a document client together with the client that it is made of',
  code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

export const handler = async event => {
  const client = new DynamoDBClient({})
  const table = DynamoDBDocumentClient.from(client)
  return table.send(new GetCommand(event))
}
`,
  findings: [{}, {}],
  after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

const client = new DynamoDBClient({})

export const handler = async event => {
  const table = DynamoDBDocumentClient.from(client)
  return table.send(new GetCommand(event))
}
`,
})

cases.test()
