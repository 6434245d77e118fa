import type { SuggestionCase } from '../ruleCases.ts'

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'the whole SDK, required',
    file: 'index.js',
    code: `const AWS = require("aws-sdk");
const sns = new AWS.SNS({ region: process.env.AWS_REGION, apiVersion: '2010-03-31' });

exports.handler = async (event) => {
  await sns
    .publish({ TopicArn: process.env.TOPIC, Message: event.text })
    .promise();
};
`,
    title: /@aws-sdk\/client-sns, to be installed\): errors have a name instead of a code$/,
    after: `const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
const sns = new SNSClient({ region: process.env.AWS_REGION });

exports.handler = async (event) => {
  await sns
    .send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: event.text }));
};
`,
  },
  {
    name: 'several services, several packages',
    code: `import * as AWS from 'aws-sdk'
const table = new AWS.DynamoDB.DocumentClient()
const ssm = new AWS.SSM()
export const handler = async event => {
  const { Parameter } = await ssm.getParameter({ Name: 'a' }).promise()
  const all = await Promise.all([table.put({ Item: event }).promise(), table.scan({ TableName: Parameter.Value }).promise()])
  return all
}
`,
    title:
      /\(@aws-sdk\/client-dynamodb, @aws-sdk\/lib-dynamodb, @aws-sdk\/client-ssm, to be installed\).*sets are Set, binaries Uint8Array$/,
    after: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm'
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true } })
const ssm = new SSMClient({})
export const handler = async event => {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: 'a' }))
  const all = await Promise.all([table.send(new PutCommand({ Item: event })), table.send(new ScanCommand({ TableName: Parameter.Value }))])
  return all
}
`,
  },
  {
    name: 'named imports in TypeScript, a client made in the handler',
    file: 'handler.ts',
    code: `import { S3, Lambda } from 'aws-sdk';

export const handler = async (event: { key: string }): Promise<string[]> => {
  const s3 = new S3({ s3ForcePathStyle: true, endpoint: 'http://localhost:9000' });
  const data = await s3.listObjectsV2({ Bucket: 'b', Prefix: event.key }).promise();
  await new Lambda().invoke({ FunctionName: 'next', Payload: JSON.stringify(event) }).promise();
  return (data.Contents ?? []).map(one => one.Key!);
};
`,
    title: /empty lists are left out/,
    after: `import { S3Client, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';

export const handler = async (event: { key: string }): Promise<string[]> => {
  const s3 = new S3Client({ forcePathStyle: true, endpoint: 'http://localhost:9000' });
  const data = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: event.key }));
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'next', Payload: JSON.stringify(event) }));
  return (data.Contents ?? []).map(one => one.Key!);
};
`,
  },
  {
    name: 'the body of an object, read where its text goes on',
    code: `import AWS from 'aws-sdk'
const s3 = new AWS.S3()
export const handler = async event => {
  const { Body } = await s3.getObject(event).promise()
  return Body.toString().split(',')
}
`,
    title: /Body is a stream/,
    after: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
export const handler = async event => {
  const { Body } = await s3.send(new GetObjectCommand(event))
  return (await Body.transformToString()).split(',')
}
`,
  },
  {
    name: 'a call without input, and one over several lines',
    code: `import { DynamoDB } from 'aws-sdk'
const db = new DynamoDB({ maxRetries: 0 })
export const handler = async () => {
  const tables = await db.listTables().promise()
  return db.describeTable({
    TableName: tables.TableNames[0],
  }).promise()
}
`,
    title: /client-dynamodb/,
    after: `import { DynamoDBClient, ListTablesCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
const db = new DynamoDBClient({ maxAttempts: 1 })
export const handler = async () => {
  const tables = await db.send(new ListTablesCommand({}))
  return db.send(new DescribeTableCommand({
    TableName: tables.TableNames[0],
  }))
}
`,
  },
  {
    name: 'a callback, and the region of the environment',
    file: 'index.js',
    code: `const AWS = require('aws-sdk')
AWS.config.update({ region: process.env.AWS_REGION })
const table = new AWS.DynamoDB.DocumentClient()

exports.handler = (event, context, callback) => {
  table.put({ TableName: process.env.TABLE, Item: event }, (error) => {
    callback(error, { statusCode: 200 })
  })
}
`,
    title: /lib-dynamodb/,
    after: `const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb')
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true } })

exports.handler = (event, context, callback) => {
  table.send(new PutCommand({ TableName: process.env.TABLE, Item: event }), (error) => {
    callback(error, { statusCode: 200 })
  })
}
`,
  },
  {
    name: 'a file that is no handler, with Windows line ends',
    file: 'orders.js',
    code: `const StepFunctions = require('aws-sdk/clients/stepfunctions')\r\nconst EventBridge = 1\r\nconst flow = new StepFunctions()\r\nmodule.exports.start = input => flow.startExecution({ input }).promise()\r\n`,
    title: /client-sfn/,
    after: `const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn')\r\nconst EventBridge = 1\r\nconst flow = new SFNClient({})\r\nmodule.exports.start = input => flow.send(new StartExecutionCommand({ input }))\r\n`,
  },
]
