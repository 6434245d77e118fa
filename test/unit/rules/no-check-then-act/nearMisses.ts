import type { RuleCase } from '../ruleCases.ts'

const body = (name: string, text: string, above = ''): RuleCase => ({
  name,
  code: `import { GetCommand, PutCommand, UpdateCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { randomUUID } from 'node:crypto'
import { db, lock } from './db.js'
${above}
export const handler = async event => {
  ${text}
}
`,
})

const get = "const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { id: event.id } }))\n  "
const put = (more = '', item = '{ id: event.id }') =>
  `await db.send(new PutCommand({ TableName: 't', Item: ${item}${more} }))`

export const nearMisses: readonly RuleCase[] = [
  body(
    'a put with a condition',
    `${get}if (Item) return\n  ${put(", ConditionExpression: 'attribute_not_exists(id)'")}`,
  ),
  body(
    'a change of what was found',
    `${get}if (!Item) return 404\n  ${put('', '{ ...Item, id: event.id, name: event.name }')}`,
  ),
  body('a put in both cases', `${get}const count = Item ? Item.count : 0\n  ${put('', '{ id: event.id, count }')}`),
  body('a put after a message', `${get}if (Item) console.log('again')\n  ${put()}`),
  body('a put of another item', `${get}if (Item) return\n  ${put('', '{ id: randomUUID() }')}`),
  body(
    'a put of an item whose key is changed by what is spread',
    `${get}if (Item) return\n  ${put('', '{ id: event.id, ...event.more }')}`,
  ),
  body('a put of an unknown item', `${get}if (Item) return\n  ${put('', 'event.item')}`),
  body('a put into another table', `${get}if (Item) return\n  ${put().replace("'t'", "'u'")}`),
  body('a look at the state of what was found', `${get}if (Item && Item.status === 'done') return\n  ${put()}`),
  body('a look at something else', `${get}if (event.dry) return Item\n  ${put()}`),
  body('an expired item', `${get}if (Item.until > Date.now()) return Item\n  ${put()}`),
  body('a look after the put', `${put()}\n  ${get}if (!Item) throw new Error('lost')`),
  body('a put with an older condition', `${get}if (Item) return\n  ${put(', Expected: { id: { Exists: false } }')}`),
  body('a put with input from elsewhere', `${get}if (Item) return\n  await db.send(new PutCommand(event.input))`),
  body('a put where something was found', `${get}if (Item) {\n    ${put()}\n  }`),
  body(
    'an update, which makes what is not there',
    `${get}if (Item) return\n  await db.send(new UpdateCommand({ TableName: 't', Key: { id: event.id } }))`,
  ),
  body(
    'a list that is always there',
    `const { Items } = await db.send(new QueryCommand({ TableName: 't' }))\n  if (Items) return\n  ${put()}`,
  ),
  body(
    'in a step of a durable function',
    `${get}if (Item) return\n  ${put()}`,
    "import { withDurableExecution } from '@aws/durable-execution-sdk-js'",
  ),
  {
    name: 'no handler',
    code: `import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
export async function save(db, event) {
  ${get}if (Item) return
  ${put()}
}
`,
  },
]
