import type { RuleCase } from '../ruleCases.ts'

const s3 = "import { S3Client } from '@aws-sdk/client-s3'\n"

function memoized(name: string, body: string, above = 'let client\n') {
  return {
    name,
    code: `${s3}${above}export const handler = async event => {\n${body}\n  return client.send(event)\n}\n`,
  }
}

/** What looks like a client made on every call, and is none. */
export const nearMisses: readonly RuleCase[] = [
  {
    name: 'a client at the top of the file',
    code: `${s3}const client = new S3Client({})\nexport const handler = async event => client.send(event)\n`,
  },
  memoized('made when it is not there yet', '  client ??= new S3Client({ region: event.region })'),
  memoized('made when it is not there yet, the old way', '  client = client || new S3Client({})'),
  memoized('made in a condition', '  if (!client) client = new S3Client({})'),
  memoized(
    'made in a condition, by way of a variable',
    '  if (client === undefined) {\n    const made = new S3Client({})\n    client = made\n  }',
  ),
  memoized(
    'kept on the global object',
    '  globalThis.client ??= new S3Client({})\n  const { client } = globalThis',
    '',
  ),
  memoized(
    'kept by key',
    '  if (!clients.has(event.region)) clients.set(event.region, new S3Client({ region: event.region }))\n  const client = clients.get(event.region)',
    'const clients = new Map()\n',
  ),
  memoized(
    'made after a look at what is kept',
    '  const client = connect()',
    'let kept\nfunction connect() {\n  if (kept) return kept\n  const made = new S3Client({})\n  kept = made\n  return made\n}\n',
  ),
  {
    name: 'kept in a factory of the handler',
    code: `${s3}function make() {\n  let client\n  return async event => {\n    client ??= new S3Client({})\n    return client.send(event)\n  }\n}\nexport const handler = make()\n`,
  },
  {
    name: 'a function that no handler calls',
    code: `${s3}export const list = async key => new S3Client({}).send(key)\nexport const handler = async event => event\n`,
  },
  {
    name: 'a function that a handler calls at times',
    code: `${s3}const list = async key => new S3Client({}).send(key)\nexport const handler = async event => (event.key ? list(event.key) : null)\n`,
  },
  {
    name: 'a function inside the handler that may not be called',
    code: `${s3}export const handler = async event => event.run({ list: () => new S3Client({}).send(1) })\n`,
  },
  { name: 'a file without a handler', code: `${s3}export const list = async event => new S3Client({}).send(event)\n` },
  {
    name: 'an export that settings do not name',
    code: `${s3}export const handler = async event => new S3Client({}).send(event)\n`,
    settings: { handlers: [] },
  },
  {
    name: 'a command',
    code: "import { GetObjectCommand } from '@aws-sdk/client-s3'\nimport { s3 } from './s3.mjs'\nexport const handler = async event => s3.send(new GetObjectCommand(event))\n",
  },
  {
    name: 'an exception',
    code: "import { NoSuchKeyException } from '@aws-sdk/client-s3'\nexport const handler = async event => { throw new NoSuchKeyException(event) }\n",
  },
  {
    name: 'a class of the same name',
    code: 'class S3Client {}\nexport const handler = async event => new S3Client(event)\n',
  },
  {
    name: 'a class of the same name from elsewhere',
    code: "import { S3Client } from 'some-mock'\nexport const handler = async event => new S3Client({}).send(event)\n",
  },
  {
    name: 'a type',
    file: 'handler.ts',
    code: "import type { S3Client } from '@aws-sdk/client-s3'\nexport const handler = async (event: S3Client) => event\n",
  },
  {
    name: 'credentials of SDK v2',
    file: 'index.js',
    code: "const AWS = require('aws-sdk')\nexports.handler = async event => new AWS.Credentials(event.a, event.b)\n",
  },
  {
    name: 'a converter of SDK v2',
    file: 'index.js',
    code: "const AWS = require('aws-sdk')\nexports.handler = async event => AWS.DynamoDB.Converter.unmarshall(event.item)\n",
  },
  {
    name: 'a client of the project that is made of the event',
    code: "import { OrdersClient } from './orders.mjs'\nexport const handler = async event => new OrdersClient(event.region).list()\n",
  },
  {
    name: 'switched off',
    code: `${s3}export const handler = async event => {\n  // lambda-lens-disable-next-line hoist-sdk-client -- one account a call\n  const client = new S3Client({})\n  return client.send(event)\n}\n`,
  },
]
