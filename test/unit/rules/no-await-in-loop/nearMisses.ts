import type { EventSource } from '#handlers/eventSource.ts'
import type { RuleCase } from '../ruleCases.ts'

const loop = (name: string, body: string, above = '', settings?: RuleCase['settings']): RuleCase => ({
  name,
  code: `import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { db, notify } from './db.js'
${above}
export const handler = async event => {
  ${body}
}
`,
  ...(settings && { settings }),
})

const get = (key: string) => `await db.send(new GetCommand({ TableName: 't', Key: { id: ${key} } }))`
const each = (statement: string, items = 'event.ids') =>
  `const found = []\n  for (const id of ${items}) {\n    ${statement}\n  }\n  return found`

const fedBy = (source: Partial<EventSource>): RuleCase['settings'] => ({
  handlers: [
    {
      exportName: 'handler',
      definitions: [{ eventSources: [{ name: 'a', type: 'sqs', line: 1, spans: {}, unresolved: [], ...source }] }],
    },
  ],
})
const records = each(`found.push(${get('id.body')})`, 'event.Records')
const fifo = { logicalId: 'Q', line: 1, fifo: true, spans: {} }

export const nearMisses: readonly RuleCase[] = [
  loop('a search that ends with the first hit', each(`const { Item } = ${get('id')}\n    if (Item) return Item`)),
  loop(
    'a search that breaks',
    each(`const { Item } = ${get('id')}\n    if (Item) {\n      found.push(Item)\n      break\n    }`),
  ),
  loop(
    'a check that throws',
    each(`const { Item } = ${get('id')}\n    if (!Item) throw new Error(id)\n    found.push(Item)`),
  ),
  loop(
    'pages, each of which needs the one before',
    "let key\n  const found = []\n  for (let page = 0; page < 9; page++) {\n    const answer = await db.send(new QueryCommand({ TableName: 't', ExclusiveStartKey: key }))\n    key = answer.LastEvaluatedKey\n    found.push(answer)\n  }\n  return found",
  ),
  loop(
    'pages of a loop without an end',
    "let key\n  do {\n    const answer = await db.send(new QueryCommand({ TableName: 't', ExclusiveStartKey: key }))\n    key = answer.LastEvaluatedKey\n  } while (key)",
  ),
  loop(
    'a chain',
    `let id = event.id\n  for (const name of event.names) {\n    const { Item } = ${get('id')}\n    id = Item[name]\n  }\n  return id`,
  ),
  loop(
    'a sum',
    `let sum = 0\n  for (const id of event.ids) {\n    const { Item } = ${get('id')}\n    sum += Item.price\n  }\n  return sum`,
  ),
  loop('writes', each("await db.send(new PutCommand({ TableName: 't', Item: id }))")),
  loop(
    'a write after each read',
    each(`const { Item } = ${get('id')}\n    await db.send(new PutCommand({ TableName: 'u', Item }))`),
  ),
  loop('an effect of each round', each(`const { Item } = ${get('id')}\n    notify(Item)\n    found.push(Item)`)),
  loop(
    'a function that authorizes each',
    each('found.push(await authorize(id))'),
    `const authorize = async id => ${get('id')}`,
  ),
  loop('a catch for each', each(`try {\n      found.push(${get('id')})\n    } catch {\n      found.push(null)\n    }`)),
  loop(
    'what comes bit by bit',
    `for await (const id of event.ids) {\n    found.push(${get('id')})\n  }`,
    'const found = []',
  ),
  loop('reads at the same time already', `return Promise.all(event.ids.map(async id => ${get('id')}))`),
  loop('only the items are awaited', `for (const one of ${get('event.id')}.list) notify(one)`),
  loop('a function of another file', each('found.push(await notify(id))')),
  loop('a function that is called in another one', each(`found.push(async () => ${get('id')})`)),
  loop('records of which it is not known whether they have an order', records),
  loop('records of a FIFO queue', records, '', fedBy({ queue: fifo })),
  loop('records of a FIFO queue by its ARN', records, '', fedBy({ source: 'arn:aws:sqs:eu-west-1:1:a.fifo' })),
  loop('records of a queue that is not known', records, '', fedBy({ source: 'Queue' })),
  loop('records of a stream', records, '', fedBy({ type: 'kinesis' })),
  loop(
    'records of a table',
    records.replace('const found', 'const { Records } = event\n  const found').replace('event.Records', 'Records'),
    '',
    fedBy({ type: 'dynamodb' }),
  ),
  loop(
    'a durable function',
    each(`found.push(${get('id')})`),
    "import { withDurableExecution } from '@aws/durable-execution-sdk-js'",
  ),
]
