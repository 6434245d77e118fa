import type { RefusalCase } from '../ruleCases.ts'

const search = (name: string, body: string): RefusalCase => ({
  name,
  code: `import { QueryCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'
export const handler = async event => {
  ${body}
}
`,
  why: /sees the item’s own key only/,
})

const put = "await db.send(new PutCommand({ TableName: 'users', Item: { id: event.id, mail: event.mail } }))"
const query =
  "await db.send(new QueryCommand({ TableName: 'users', IndexName: 'mail', KeyConditionExpression: 'mail = :m' }))"

export const refusals: readonly RefusalCase[] = [
  search('a search by another attribute', `const { Items } = ${query}\n  if (Items.length > 0) return 409\n  ${put}`),
  search('a search that counts', `const found = ${query}\n  if (found.Count === 0) {\n    ${put}\n  }`),
  search(
    'a search for the first',
    `const found = ${query}\n  const first = found.Items[0]\n  if (first) throw new Error('taken')\n  ${put}`,
  ),
  {
    name: 'a key with a name that is no plain word',
    code: `import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'
export const handler = async event => {
  const { Item } = await db.send(new GetCommand({ TableName: 't', Key: { 'a-b': event.id } }))
  if (!Item) await db.send(new PutCommand({ TableName: 't', Item: { 'a-b': event.id } }))
}
`,
    why: /written by hand/,
  },
]
