import type { SuggestionCase } from '../ruleCases.ts'

/** Modules of their own, whose types are those of a default import. */
export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'lodash in TypeScript',
    file: 'handler.ts',
    code: `import * as _ from 'lodash';
export const handler = async (event: { a?: number }) => _.get(event, 'a');
`,
    title: /Import lodash\/get: the types need esModuleInterop/,
    after: `import get from 'lodash/get.js';
export const handler = async (event: { a?: number }) => get(event, 'a');
`,
  },
  {
    name: 'the SDK v2 in TypeScript, with its types',
    file: 'handler.ts',
    code: `import * as AWS from 'aws-sdk'
const s3 = new AWS.S3()
export const handler = async (event: AWS.S3.HeadObjectRequest) => s3.headObject(event).promise()
`,
    title: /aws-sdk\/clients\/s3/,
    after: `import S3 from 'aws-sdk/clients/s3.js'
const s3 = new S3()
export const handler = async (event: S3.HeadObjectRequest) => s3.headObject(event).promise()
`,
  },
  {
    name: 'an import by require in TypeScript',
    file: 'handler.cts',
    code: `import AWS = require('aws-sdk')
export const handler = async (event: any) => new AWS.SNS().publish(event).promise()
`,
    title: /aws-sdk\/clients\/sns/,
    after: `import SNS = require('aws-sdk/clients/sns')
export const handler = async (event: any) => new SNS().publish(event).promise()
`,
  },
]
