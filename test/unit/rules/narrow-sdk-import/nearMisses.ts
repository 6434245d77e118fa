import type { RuleCase } from '../ruleCases.ts'

const handler = 'export const handler = async event => '

export const nearMisses: readonly RuleCase[] = [
  { name: 'functions of their own modules', code: `import get from 'lodash/get.js'\n${handler}get(event, 'a')\n` },
  { name: 'names of ES modules', code: `import { get } from 'lodash-es'\n${handler}get(event, 'a')\n` },
  { name: 'a namespace of ES modules', code: `import * as _ from 'lodash-es'\n${handler}_.get(event, 'a')\n` },
  { name: 'date-fns, imported', code: `import { format } from 'date-fns'\n${handler}format(event.time, 'yyyy')\n` },
  {
    name: 'a file without a handler',
    file: 'groups.js',
    code: `const _ = require('lodash')\nexports.groups = list => _.groupBy(list, 'id')\n`,
  },
  {
    name: 'types alone',
    file: 'handler.ts',
    code: `import type _ from 'lodash'
import type * as s3 from '@aws-sdk/client-s3'
export const handler = async (event: s3.GetObjectCommandInput & _.Dictionary<string>) => event
`,
  },
  {
    name: 'a namespace used for types alone',
    file: 'handler.ts',
    code: `import * as s3 from '@aws-sdk/client-s3'
export const handler = async (event: s3.GetObjectCommandInput) => event
`,
  },
  {
    name: 'names of v3',
    code: `import { S3Client, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
${handler}s3.send(new HeadObjectCommand(event))
`,
  },
  {
    name: 'a client of v3 that calls several commands',
    code: `import { S3 } from '@aws-sdk/client-s3'
const s3 = new S3({})
${handler}[await s3.headObject(event), await s3.putObject(event)]
`,
  },
  {
    name: 'a client of v3 that is handed on',
    code: `import { S3 } from '@aws-sdk/client-s3'
import { copy } from './copy.mjs'
const s3 = new S3({})
${handler}copy(s3, event)
`,
  },
  {
    name: 'a client of v3 that other files use',
    code: `import { S3 } from '@aws-sdk/client-s3'
export const s3 = new S3({})
${handler}s3.headObject(event)
`,
  },
  {
    name: 'a client of v3 whose commands are chosen at run time',
    code: `import { S3 } from '@aws-sdk/client-s3'
const s3 = new S3({})
${handler}s3[event.command](event)
`,
  },
  {
    name: 'pages and waiters, which commands do not have',
    code: `import { S3 } from '@aws-sdk/client-s3'
const s3 = new S3({})
${handler}s3.waitUntilObjectExists(event)
`,
  },
  {
    name: 'errors and other classes of a package',
    code: `import { NoSuchKey } from '@aws-sdk/client-s3'
${handler}{
  throw new NoSuchKey({ message: event.key })
}
`,
  },
  {
    name: 'a class of that name from elsewhere',
    code: `import { DynamoDB } from './dynamodb.mjs'
const db = new DynamoDB({})
${handler}db.getItem(event)
`,
  },
  {
    name: 'an underscore that is no library',
    code: `const _ = { get: (object, key) => object[key] }
${handler}_.get(event, 'a')
`,
  },
  {
    name: 'one service of v2',
    file: 'index.js',
    code: `const S3 = require('aws-sdk/clients/s3')
exports.handler = async event => new S3().headObject(event).promise()
`,
  },
]
