import type { FixCase } from '../ruleCases.ts'

/** Clients that move, in texts of every form. */
export const layouts: readonly FixCase[] = [
  {
    name: 'with the constants it needs, its type and its comments, but not what is inside a template',
    file: 'handler.ts',
    code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

const attempts = 3

export const handler = async (event: { id: string }) => {
  const id = event.id
  const region = process.env.TABLE_REGION ?? 'eu-west-1' // of the table

  /*
   * The table's client.
   */
  // It is shared.
  const client: DynamoDBClient = new DynamoDBClient({
    region,
    maxAttempts: attempts,
    logger: \`
      untouched
    \` ? console : undefined,
  }) // one
  return await client.send(id)
}
`,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

const attempts = 3
const region = process.env.TABLE_REGION ?? 'eu-west-1' // of the table
/*
 * The table's client.
 */
// It is shared.
const client: DynamoDBClient = new DynamoDBClient({
  region,
  maxAttempts: attempts,
  logger: \`
      untouched
    \` ? console : undefined,
}) // one

export const handler = async (event: { id: string }) => {
  const id = event.id

  return await client.send(id)
}
`,
  },
  {
    name: 'one variable of several',
    code: `import { S3Client } from '@aws-sdk/client-s3'

export const handler = async event => {
  const start = event.start, s3 = new S3Client(), key = event.key
  return s3.send(key, start)
}
`,
    after: `import { S3Client } from '@aws-sdk/client-s3'

const s3 = new S3Client()

export const handler = async event => {
  const start = event.start, key = event.key
  return s3.send(key, start)
}
`,
  },
  {
    name: 'a name that the top of the file has already',
    code: `import { S3Client } from '@aws-sdk/client-s3'
import { client } from './client.mjs'

export const other = () => client.ping()
export const handler = async event => {
  const client = new S3Client({})
  const all = Object.assign({}, event, { body: await client.send(event) })
  return client.send({ client: all })
}
`,
    after: `import { S3Client } from '@aws-sdk/client-s3'
import { client } from './client.mjs'

const client2 = new S3Client({})

export const other = () => client.ping()
export const handler = async event => {
  const all = Object.assign({}, event, { body: await client2.send(event) })
  return client2.send({ client: all })
}
`,
  },
  {
    name: 'a name that a parameter on the way has, in shorthand too',
    code: `import { S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3'

export const handler = async event => {
  {
    const event = new S3Client({})
    for await (const page of paginateListObjectsV2({ client: event, event }, {})) return page
  }
  return event.name
}
`,
    after: `import { S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3'

const event2 = new S3Client({})

export const handler = async event => {
  {
    for await (const page of paginateListObjectsV2({ client: event2, event: event2 }, {})) return page
  }
  return event.name
}
`,
  },
  {
    name: 'a name that stands for a global elsewhere',
    code: `import { SSMClient } from '@aws-sdk/client-ssm'

export const limit = () => performance.now()
export const handler = async event => {
  const performance = new SSMClient({})
  return performance.send(event)
}
`,
    after: `import { SSMClient } from '@aws-sdk/client-ssm'

const performance2 = new SSMClient({})

export const limit = () => performance.now()
export const handler = async event => {
  return performance2.send(event)
}
`,
  },
  {
    name: 'Windows line ends, tabs, a byte order mark removed by the reader, characters of two units',
    code: "import { S3Client } from '@aws-sdk/client-s3' // 🪣\r\n\r\nexport const handler = async event => {\r\n\tconst s3 = new S3Client({\r\n\t\tappId: '😀',\r\n\t})\r\n\treturn s3.send(event)\r\n}\r\n",
    after:
      "import { S3Client } from '@aws-sdk/client-s3' // 🪣\r\n\r\nconst s3 = new S3Client({\r\n\tappId: '😀',\r\n})\r\n\r\nexport const handler = async event => {\r\n\treturn s3.send(event)\r\n}\r\n",
  },
  {
    name: 'all on one line',
    file: 'index.js',
    code: `const { S3Client } = require('@aws-sdk/client-s3'); exports.handler = async e => { const c = new S3Client({}); return c.send(e) }`,
    after: `const { S3Client } = require('@aws-sdk/client-s3');

const c = new S3Client({});
 exports.handler = async e => { return c.send(e) }`,
  },
  {
    name: 'statements around it that would run together',
    code: `import { S3Client } from '@aws-sdk/client-s3'
;[1].forEach(String)

export const handler = async event => {
  const key = event.key
  const s3 = new S3Client({})
  ;[key].forEach(String)
  return s3.send(key)
}
`,
    after: `import { S3Client } from '@aws-sdk/client-s3'
;[1].forEach(String)
const s3 = new S3Client({});

export const handler = async event => {
  const key = event.key
  ;[key].forEach(String)
  return s3.send(key)
}
`,
  },
  {
    name: 'after a shebang, imports as `import =`',
    file: 'handler.cts',
    code: `#!/usr/bin/env node
import s3 = require('@aws-sdk/client-s3')
export const handler = async (event: never) => {
  const client = new s3.S3Client({ region: \`\${process.env['PLACE']}-1\` })
  return client.send(event)
}
`,
    after: `#!/usr/bin/env node
import s3 = require('@aws-sdk/client-s3')

const client = new s3.S3Client({ region: \`\${process.env['PLACE']}-1\` })

export const handler = async (event: never) => {
  return client.send(event)
}
`,
  },
]
