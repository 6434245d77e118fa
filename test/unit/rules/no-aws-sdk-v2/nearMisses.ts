import type { RuleCase } from '../ruleCases.ts'

export const nearMisses: readonly RuleCase[] = [
  {
    name: 'types alone',
    file: 'handler.ts',
    code: `import type { S3 } from 'aws-sdk'
export const handler = (event: S3.GetObjectRequest) => event.Key
`,
  },
  {
    name: 'types alone, marked one by one',
    file: 'handler.ts',
    code: `import { type S3 } from 'aws-sdk'
export const handler = (event: S3.GetObjectRequest) => event.Key
`,
  },
  {
    name: 'types alone, which TypeScript leaves out by itself',
    file: 'handler.ts',
    code: `import { S3 } from 'aws-sdk'
export const handler = (event: S3.GetObjectRequest) => event.Key
`,
  },
  {
    name: 'v3',
    code: `import { S3 } from '@aws-sdk/client-s3'
export const handler = event => new S3({}).headObject(event)
`,
  },
  {
    name: 'other modules of a like name',
    code: `import mock from 'aws-sdk-mock'
import { mockClient } from 'aws-sdk-client-mock'
export const handler = () => [mock, mockClient]
`,
  },
  {
    name: 'a name of its own',
    file: 'index.js',
    code: `const AWS = { S3: class {} }
const require = name => name
exports.handler = () => [new AWS.S3(), require.resolve]
`,
  },
  {
    name: 'a text',
    code: `export const handler = () => "const AWS = require('aws-sdk')"
`,
  },
  {
    name: 'a comment',
    code: `// import AWS from 'aws-sdk'
export const handler = () => 1
`,
  },
  {
    name: 'a finding that is switched off',
    file: 'index.js',
    code: `// lambda-lens-disable-next-line no-aws-sdk-v2 -- next quarter
const { S3 } = require('aws-sdk')
exports.handler = event => new S3().headObject(event).promise()
`,
  },
]
