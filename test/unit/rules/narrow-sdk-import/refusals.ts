import type { RefusalCase } from '../ruleCases.ts'

function lodash(name: string, body: string, why: RegExp): RefusalCase {
  return { name, why, code: `import _ from 'lodash'\nexport const handler = async event => ${body}\n` }
}

function sdk(name: string, body: string, why: RegExp): RefusalCase {
  return {
    name,
    why,
    file: 'index.js',
    code: `const AWS = require('aws-sdk')\n${body}\nexports.handler = async event => s3.headObject(event).promise()\nconst s3 = new AWS.S3()\n`,
  }
}

function dynamo(name: string, body: string, why: RegExp, above = ''): RefusalCase {
  return {
    name,
    why,
    file: 'handler.ts',
    code: `import { DynamoDB } from '@aws-sdk/client-dynamodb'\n${above}\n${body}\nexport const handler = async (event: never) => db.getItem(event)\n`,
  }
}

export const refusals: readonly RefusalCase[] = [
  lodash('a chain', '_(event.Records).map(String).value()', /“_” is used as a whole/),
  lodash('a chain by name', '_.chain(event.Records).map(String).value()', /“chain” has no module of its own/),
  lodash('what shares settings with the rest', '_.template(event.text)({})', /“template”/),
  lodash('what counts on', '_.uniqueId()', /“uniqueId”/),
  lodash('what has the library as its placeholder', '_.partial(event.f, _, 1)', /“partial”|as a whole/),
  lodash('a member chosen at run time', '_[event.name](1)', /as a whole/),
  lodash('the library handed on', 'event.run(_)', /as a whole/),
  lodash('a function of version 3', "_.pluck(event.Records, 'id')", /“pluck”/),
  lodash('a function that is replaced', '(_.get = event.get)', /“get” is changed/),
  lodash('both names taken', '((get, lodashGet) => _.get(get, lodashGet))(event, 1)', /another “get”/),
  sdk('settings of the whole SDK', "AWS.config.update({ region: 'eu-west-1' })", /“config” has no module/),
  sdk('credentials', 'const chain = new AWS.CredentialProviderChain()', /“CredentialProviderChain”/),
  sdk('a service chosen at run time', 'const make = name => new AWS[name]()', /as a whole/),
  sdk('the SDK handed on', 'trace(AWS)', /as a whole/),
  {
    name: 'the SDK traced by X-Ray',
    file: 'index.js',
    code: `const AWS = require('aws-xray-sdk').captureAWS(require('aws-sdk'))
exports.handler = async event => new AWS.S3().headObject(event).promise()
`,
    why: /cannot be rewritten/,
  },
  {
    name: 'a package of v3 that is handed on',
    code: `import * as s3 from '@aws-sdk/client-s3'
export const handler = async event => run(s3, event)
`,
    why: /“s3” is used as a whole/,
  },
  {
    name: 'a name of v3 that is taken',
    code: `import * as s3 from '@aws-sdk/client-s3'
class S3Client {}
export const handler = async event => new s3.S3Client(new S3Client())
`,
    why: /another “S3Client”/,
  },
  {
    name: 'all Google APIs',
    code: `import { google } from 'googleapis'
export const handler = async event => google.drive('v3').files.get(event)
`,
    why: /@googleapis\/NAME/,
  },
  {
    name: 'date-fns, required',
    file: 'index.js',
    code: `const { format } = require('date-fns')
exports.handler = async event => format(event.time, 'yyyy')
`,
    why: /its version/,
  },
  dynamo(
    'a client of v3 whose class is a type elsewhere',
    'const db = new DynamoDB({})',
    /in more ways/,
    'type Database = DynamoDB',
  ),
  dynamo(
    'a command whose name is taken',
    'const db = new DynamoDB({})',
    /another “GetItemCommand”/,
    'class GetItemCommand {}',
  ),
  {
    name: 'a client imported under another name',
    code: `import { DynamoDB as Database } from '@aws-sdk/client-dynamodb'
const db = new Database({})
export const handler = async event => db.getItem(event)
`,
    why: /in more ways/,
  },
  {
    name: 'a call with spread arguments',
    code: `import { DynamoDB } from '@aws-sdk/client-dynamodb'
const db = new DynamoDB({})
export const handler = async event => db.getItem(...event)
`,
    why: /cannot be rewritten/,
  },
]
