import type { FixCase } from '../ruleCases.ts'

export const fixes: readonly FixCase[] = [
  {
    name: 'functions of lodash, in the order of their use',
    file: 'index.js',
    code: `'use strict';
const _ = require("lodash");

exports.handler = async (event) => {
  const open = _.filter(event.Records, (one) => !_.isEmpty(one));
  return _.filter(open, _.isString).map(_.identity);
};
`,
    after: `'use strict';
const filter = require("lodash/filter");
const isEmpty = require("lodash/isEmpty");
const isString = require("lodash/isString");
const identity = require("lodash/identity");

exports.handler = async (event) => {
  const open = filter(event.Records, (one) => !isEmpty(one));
  return filter(open, isString).map(identity);
};
`,
  },
  {
    name: 'names that are taken',
    code: `import _ from 'lodash'
export const handler = async event => {
  const map = new Map(_.map(event.Records, one => [one.id, one]))
  return isNaN(event.id) ? _.isNaN(event.id) : [...map]
}
`,
    after: `import lodashMap from 'lodash/map.js'
import lodashIsNaN from 'lodash/isNaN.js'
export const handler = async event => {
  const map = new Map(lodashMap(event.Records, one => [one.id, one]))
  return isNaN(event.id) ? lodashIsNaN(event.id) : [...map]
}
`,
  },
  {
    name: 'functions imported by name, under other names too',
    code: `import { get, sortBy as sorted } from 'lodash'
export const handler = async event => sorted(get(event, 'Records', []), 'key')
`,
    after: `import get from 'lodash/get.js'
import sorted from 'lodash/sortBy.js'
export const handler = async event => sorted(get(event, 'Records', []), 'key')
`,
  },
  {
    name: 'functions required by name',
    file: 'index.js',
    code: `let { get, isEqual: same } = require('lodash')
module.exports.handler = async event => same(get(event, 'a'), 1)
`,
    after: `let get = require('lodash/get')
let same = require('lodash/isEqual')
module.exports.handler = async event => same(get(event, 'a'), 1)
`,
  },
  {
    name: 'one function of what is required',
    file: 'index.js',
    code: `const chunk = require('lodash').chunk
exports.handler = async event => chunk(event.Records || [], 10)
`,
    after: `const chunk = require('lodash/chunk')
exports.handler = async event => chunk(event.Records || [], 10)
`,
  },
  {
    name: 'all of lodash as ES modules, in TypeScript',
    file: 'handler.ts',
    code: `import _ from 'lodash-es'
export const handler = async (event: { a: unknown }) => _.get(event, 'a')
`,
    after: `import { get } from 'lodash-es'
export const handler = async (event: { a: unknown }) => get(event, 'a')
`,
  },
  {
    name: 'clients of the SDK v2',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
const table = new AWS.DynamoDB.DocumentClient()
const sqs = new AWS.SQS({ region: 'eu-west-1' })
exports.handler = async event => {
  await sqs.sendMessage(event).promise()
  return table.get(event).promise()
}
`,
    after: `const DynamoDB = require('aws-sdk/clients/dynamodb')
const SQS = require('aws-sdk/clients/sqs')
const table = new DynamoDB.DocumentClient()
const sqs = new SQS({ region: 'eu-west-1' })
exports.handler = async event => {
  await sqs.sendMessage(event).promise()
  return table.get(event).promise()
}
`,
  },
  {
    name: 'a client of the SDK v2, imported by name',
    code: `import { S3 } from 'aws-sdk'
export const handler = async event => new S3().headObject(event).promise()
`,
    after: `import S3 from 'aws-sdk/clients/s3.js'
export const handler = async event => new S3().headObject(event).promise()
`,
  },
  {
    name: 'a package of v3, with types',
    file: 'handler.ts',
    code: `import * as dynamo from '@aws-sdk/client-dynamodb';

const client: dynamo.DynamoDBClient = new dynamo.DynamoDBClient({});

export async function handler(event: dynamo.GetItemInput): Promise<dynamo.GetItemOutput> {
  return await client.send(new dynamo.GetItemCommand(event));
}
`,
    after: `import { DynamoDBClient, type GetItemInput, type GetItemOutput, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client: DynamoDBClient = new DynamoDBClient({});

export async function handler(event: GetItemInput): Promise<GetItemOutput> {
  return await client.send(new GetItemCommand(event));
}
`,
  },
  {
    name: 'a client of v3 that calls one command, twice, with options',
    file: 'handler.ts',
    code: `import { S3 } from '@aws-sdk/client-s3'
const s3 = new S3({ maxAttempts: 2 })
export const handler = async (event: { keys: string[] }) => {
  const first = await s3.headObject({ Bucket: 'b', Key: event.keys[0] }, { requestTimeout: 100 })
  const second = await s3.headObject(({ Bucket: 'b', Key: event.keys[1] }),)
  return [first, second]
}
`,
    after: `import { S3Client, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({ maxAttempts: 2 })
export const handler = async (event: { keys: string[] }) => {
  const first = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: event.keys[0] }), { requestTimeout: 100 })
  const second = await s3.send(new HeadObjectCommand(({ Bucket: 'b', Key: event.keys[1] }),))
  return [first, second]
}
`,
  },
  {
    name: 'a client of v3 that is made where it is used, without input',
    file: 'index.js',
    code: `const { CloudWatchLogs, OrderBy } = require('@aws-sdk/client-cloudwatch-logs')
exports.handler = async () => [await new CloudWatchLogs({}).describeLogGroups(), OrderBy]
`,
    after: `const { CloudWatchLogsClient, DescribeLogGroupsCommand, OrderBy } = require('@aws-sdk/client-cloudwatch-logs')
exports.handler = async () => [await new CloudWatchLogsClient({}).send(new DescribeLogGroupsCommand({})), OrderBy]
`,
  },
  {
    name: 'a client of v3 below a document client',
    code: `import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
const table = DynamoDBDocument.from(new DynamoDB({}))
export const handler = async event => table.get(event)
`,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
const table = DynamoDBDocument.from(new DynamoDBClient({}))
export const handler = async event => table.get(event)
`,
  },
  {
    name: 'a client of v3 that X-Ray traces, its command imported already',
    code: `import AWSXRay from 'aws-xray-sdk'
import { SSM, GetParameterCommand } from '@aws-sdk/client-ssm'
const ssm = AWSXRay.captureAWSv3Client(new SSM({}))
export const handler = async event => [await ssm.getParameter(event), await ssm.send(new GetParameterCommand(event))]
`,
    after: `import AWSXRay from 'aws-xray-sdk'
import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm'
const ssm = AWSXRay.captureAWSv3Client(new SSMClient({}))
export const handler = async event => [await ssm.send(new GetParameterCommand(event)), await ssm.send(new GetParameterCommand(event))]
`,
  },
]
