import type { RefusalCase } from '../ruleCases.ts'

function whole(name: string, body: string, why: RegExp, above = ''): RefusalCase {
  const code = `import AWS from 'aws-sdk'
${above}
const s3 = new AWS.S3()
export const handler = async event => {
  ${body}
}
`
  return { name, code, why }
}

export const refusals: readonly RefusalCase[] = [
  whole('settings of the whole SDK', 'return s3.headObject(event).promise()', /AWS\.config/, 'AWS.config.update({})'),
  whole(
    'a callback alone',
    's3.listBuckets((error, data) => console.log(data))',
    /What listBuckets\(\) is called with/,
  ),
  whole('a body that a callback gets', 's3.getObject(event, (error, data) => console.log(data))', /not clear/),
  whole(
    'a request with a callback that is kept',
    'return s3.headObject(event, (error, data) => log(data))',
    /used as an object/,
  ),
  whole(
    'the code of an error that a callback gets',
    's3.headObject(event, (err, data) => log(err.statusCode, data))',
    /“statusCode” is read of an error/,
  ),
  whole(
    'a region of its own for all',
    'return s3.headObject(event).promise()',
    /AWS\.config/,
    "AWS.config.region = 'us-east-1'",
  ),
  whole('a method of another shape', "return s3.getSignedUrlPromise('getObject', event)", /used as an object/),
  whole('an upload in parts', 'return s3.upload(event).promise()', /upload\(\) in another shape/),
  whole('a waiter', "return s3.waitFor('objectExists', event).promise()", /waitFor\(\) in another shape/),
  whole('a request as an object', 'return s3.getObject(event).createReadStream()', /used as an object/),
  whole(
    'a client handed on',
    'return upload(s3, event)',
    /cannot be followed/,
    "import { upload } from './upload.mjs'",
  ),
  whole('a client that is kept', 'event.s3 = s3', /cannot be followed/),
  whole('a method chosen at run time', 'return s3[event.method](event).promise()', /cannot be followed|in a way/),
  whole('a body that goes elsewhere', 'return (await s3.getObject(event).promise()).Body', /stream/),
  whole(
    'a body that is read twice',
    `const data = await s3.getObject(event).promise()
  console.log(data.Body.toString())
  return data.Body.toString()`,
    /not clear/,
  ),
  whole('an answer that is handed on', 'return keep(await s3.getObject(event).promise())', /not clear/),
  whole('an answer whose promise is kept', 'return s3.getObject(event).promise()', /not clear/),
  whole(
    'the code of an error',
    `try {
    return await s3.headObject(event).promise()
  } catch (error) {
    if (error.code === 'NotFound') return null
    throw error
  }`,
    /“code” is read of an error/,
  ),
  whole('a name that is taken', 'return s3.headObject(S3Client).promise()', /has a “S3Client”/, 'const S3Client = {}'),
  whole('the SDK as a whole', 'return AWS', /as a whole/),
  whole('a service chosen at run time', 'return new AWS[event.service]()', /as a whole|not among/),
  whole(
    'a service that is not in the table',
    'return new AWS.Rekognition().detectFaces(event).promise()',
    /Rekognition/,
  ),
  whole('credentials', 'return new AWS.Credentials(event)', /Credentials/),
  {
    name: 'the SDK traced by X-Ray',
    file: 'index.js',
    code: `const AWSXRay = require('aws-xray-sdk')
const AWS = AWSXRay.captureAWS(require('aws-sdk'))
const s3 = new AWS.S3()
exports.handler = async event => s3.headObject(event).promise()
`,
    why: /cannot be rewritten/,
  },
  {
    name: 'a client with other settings',
    code: `import { SQS } from 'aws-sdk'
const sqs = new SQS({ httpOptions: { timeout: 100 } })
export const handler = event => sqs.sendMessage(event).promise()
`,
    why: /no setting such as “httpOptions/,
  },
  {
    name: 'settings written elsewhere',
    code: `import { SQS } from 'aws-sdk'
import { settings } from './settings.mjs'
const sqs = new SQS(settings)
export const handler = event => sqs.sendMessage(event).promise()
`,
    why: /not written where it is made/,
  },
  {
    name: 'an endpoint without a scheme',
    code: `import { SQS } from 'aws-sdk'
const sqs = new SQS({ endpoint: 'localhost:9324' })
export const handler = event => sqs.sendMessage(event).promise()
`,
    why: /no setting such as “endpoint/,
  },
  {
    name: 'an exported client',
    code: `import { SQS } from 'aws-sdk'
export const sqs = new SQS()
export const handler = event => sqs.sendMessage(event).promise()
`,
    why: /“sqs” is exported/,
  },
  {
    name: 'the SDK handed to other files',
    code: `import { SQS } from 'aws-sdk'
export { SQS }
export const handler = event => new SQS().sendMessage(event).promise()
`,
    why: /“SQS” is not among|as a whole|cannot be followed/,
  },
  {
    name: 'types of v2',
    file: 'handler.ts',
    code: `import { SQS } from 'aws-sdk'
const sqs = new SQS()
export const handler = (event: SQS.SendMessageRequest) => sqs.sendMessage(event).promise()
`,
    why: /Types of v2/,
  },
  {
    name: 'commands of one name from two packages',
    code: `import { DynamoDB } from 'aws-sdk'
const plain = new DynamoDB()
const documents = new DynamoDB.DocumentClient()
export const handler = async event => [await plain.scan(event).promise(), await documents.scan(event).promise()]
`,
    why: /same name/,
  },
  {
    name: 'a payload, which is text in v2',
    code: `import { Lambda } from 'aws-sdk'
const lambda = new Lambda()
export const handler = async event => {
  const { Payload } = await lambda.invoke(event).promise()
  return JSON.parse(Payload)
}
`,
    why: /“Payload” of what invoke\(\) answers is of another type/,
  },
  {
    name: 'required inside of a function',
    file: 'index.js',
    code: `exports.handler = async event => {
  const { SQS } = require('aws-sdk')
  return new SQS().sendMessage(event).promise()
}
`,
    why: /cannot be rewritten/,
  },
]
