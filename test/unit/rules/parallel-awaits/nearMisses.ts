import type { RuleCase } from '../ruleCases.ts'

const body = (name: string, text: string, above = '', settings?: RuleCase['settings']): RuleCase => ({
  name,
  code: `import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CognitoIdentityProviderClient, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { S3Client, HeadObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import axios from 'axios'
import { db, audit } from './db.js'
const cognito = new CognitoIdentityProviderClient({})
const s3 = new S3Client({})
${above}
export const handler = async (event, context) => {
  ${text}
}
`,
  ...(settings && { settings }),
})

const get = (key: string) => `await db.send(new GetCommand({ TableName: 't', Key: { id: ${key} } }))`
const two = `const a = ${get('event.a')}\n  const b = ${get('event.b')}\n  return [a, b]`

export const nearMisses: readonly RuleCase[] = [
  body('one that needs the other', `const a = ${get('event.a')}\n  const b = ${get('a.Item.b')}\n  return [a, b]`),
  body(
    'one that needs the other by a variable in between',
    `const a = ${get('event.a')}\n  const key = a.Item.b\n  const b = ${get('key')}\n  return [a, b]`,
  ),
  body(
    'one that is asked for only if the other allows it',
    `const a = ${get('event.a')}\n  if (!a.Item) return\n  const b = ${get('event.b')}\n  return [a, b]`,
  ),
  body(
    'a check before a read: who is not known fails there',
    `const user = await cognito.send(new GetUserCommand({ AccessToken: event.token }))\n  const a = ${get('event.a')}\n  return [user, a]`,
  ),
  body(
    'a check whose answer nobody needs',
    `await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))\n  const a = ${get('event.a')}\n  return a`,
  ),
  body(
    'a function that authorizes',
    `const user = await authorize(event.id)\n  const a = ${get('event.a')}\n  return [user, a]`,
    `const authorize = async id => ${get('id')}`,
  ),
  body(
    'a function that fails where something is not there',
    `const user = await load(event.id)\n  const a = ${get('event.a')}\n  return [user, a]`,
    `const load = async id => {\n  const { Item } = ${get('id')}\n  if (!Item) throw new Error('unknown')\n  return Item\n}`,
  ),
  body(
    'a function that keeps what it reads',
    `const user = await load(event.id)\n  const a = ${get('event.a')}\n  return [user, a]`,
    `let last\nconst load = async id => {\n  last = ${get('id')}\n  return last\n}`,
  ),
  body(
    'a function that changes what it is given',
    `const user = await load(event)\n  const a = ${get('event.a')}\n  return [user, a]`,
    `const load = async wanted => {\n  const { Item } = ${get('wanted.id')}\n  wanted.item = Item\n  return Item\n}`,
  ),
  body(
    'a function that tells somebody',
    `const user = await load(event.id)\n  const a = ${get('event.a')}\n  return [user, a]`,
    `const load = async id => {\n  const { Item } = ${get('id')}\n  await audit(Item)\n  return Item\n}`,
  ),
  body(
    'a function of another file',
    `const db2 = await audit(event.id)\n  const a = ${get('event.a')}\n  return [db2, a]`,
  ),
  body(
    'a function that is handed over',
    `const user = await load(event.id)\n  const a = ${get('event.a')}\n  return [user, a]`,
    'let load = audit',
  ),
  body(
    'a connection, then a query',
    'const connection = await connect()\n  const rows = await connection.query(event.sql)\n  return rows',
    "import { connect } from './connect.js'",
  ),
  body(
    'a write before a read',
    `const put = await db.send(new PutCommand({ TableName: 't', Item: event }))\n  const b = ${get('event.b')}\n  return [put, b]`,
  ),
  body(
    'a read before a write',
    `const b = ${get('event.b')}\n  const put = await db.send(new PutCommand({ TableName: 't', Item: event }))\n  return [put, b]`,
  ),
  body(
    'an effect in between',
    `const a = ${get('event.a')}\n  console.log('first')\n  const b = ${get('event.b')}\n  return [a, b]`,
  ),
  body(
    'an effect where a key is computed',
    `const a = ${get('event.a')}\n  const b = ${get('next()')}\n  return [a, b]`,
    'let last = 0\nconst next = () => ++last',
  ),
  body(
    'the time where a key is computed',
    `const a = ${get('event.a')}\n  const b = ${get('Date.now()')}\n  const c = ${get('context.getRemainingTimeInMillis()')}\n  return [a, b, c]`,
  ),
  body(
    'an answer whose missing parts are fetched',
    `const { Item = await audit() } = ${get('event.a')}\n  const b = ${get('event.b')}\n  return [Item, b]`,
  ),
  body(
    'requests that post',
    "const a = await fetch(event.a, { method: 'POST' })\n  const b = await fetch(event.b, { method: 'DELETE' })\n  const c = await fetch(event.c, event.options)\n  return [a.status, b.status, c.status]",
  ),
  body(
    'requests of another fetch',
    'const a = await fetch(event.a)\n  const b = await fetch(event.b)\n  return [a, b]',
    "import { fetch } from './transaction.js'",
  ),
  body('posts by axios', 'const a = await axios.post(event.a)\n  const b = await axios.get(event.b)\n  return [a, b]'),
  body(
    'at the same time already',
    `const [a, b] = await Promise.all([${get('1').slice(6)}, ${get('2').slice(6)}])\n  return [a, b]`,
  ),
  body('a durable function', two, '', {
    handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'durable' }] }],
  }),
  body('a durable handler', two, "import { withDurableExecution } from '@aws/durable-execution-sdk-js'"),
  body(
    'steps of a durable execution',
    `const a = await context.step('a', async () => ${get('event.a')})\n  const b = await context.step('b', async () => ${get('event.b')})\n  return [a, b]`,
  ),
  {
    name: 'no handler',
    code: `import { GetCommand } from '@aws-sdk/lib-dynamodb'
export async function load(db, event) {
  ${two}
}
`,
  },
  {
    name: 'activities that are handed out, and settings that count as read',
    code: `import { SFNClient, GetActivityTaskCommand } from '@aws-sdk/client-sfn'
const sfn = new SFNClient({})
export const handler = async event => {
  const a = await sfn.send(new GetActivityTaskCommand({ activityArn: event.a }))
  const b = await sfn.send(new GetActivityTaskCommand({ activityArn: event.b }))
  return [a, b]
}
`,
  },
]
