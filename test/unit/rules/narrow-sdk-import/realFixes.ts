import type { FixCase } from '../ruleCases.ts'

const settings = `{
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  requestHandler: {
    handle: async ({ method, path, query, headers, body }) => {
      const seen = JSON.stringify({ method, path, query, body: String(body ?? ''), type: headers['content-type'] })
      const isText = path.endsWith('invocations')
      const answer = isText ? seen : JSON.stringify({ Functions: [{ FunctionName: seen }] })
      return { response: { statusCode: 200, headers: {}, body: Buffer.from(answer) } }
    },
  },
}`

/** Fixes that load other parts of modules: proven with the modules of this project, not with stubs. */
export const realFixes: readonly FixCase[] = [
  {
    name: 'functions of lodash',
    code: `import _ from 'lodash'
export const handler = async event => [
  _.groupBy(event.Records, 'body'), _.get(event, 'Records[1].body', 'none'), _.merge({}, event, { a: { b: 1 } }),
  _.map(_.sortBy(event.Records, 'body'), 'body'), _.isEqual(event, _.cloneDeep(event)), _.flow([_.keys, _.size])(event),
]
`,
    after: `import groupBy from 'lodash/groupBy.js'
import get from 'lodash/get.js'
import merge from 'lodash/merge.js'
import map from 'lodash/map.js'
import sortBy from 'lodash/sortBy.js'
import isEqual from 'lodash/isEqual.js'
import cloneDeep from 'lodash/cloneDeep.js'
import flow from 'lodash/flow.js'
import keys from 'lodash/keys.js'
import size from 'lodash/size.js'
export const handler = async event => [
  groupBy(event.Records, 'body'), get(event, 'Records[1].body', 'none'), merge({}, event, { a: { b: 1 } }),
  map(sortBy(event.Records, 'body'), 'body'), isEqual(event, cloneDeep(event)), flow([keys, size])(event),
]
`,
  },
  {
    name: 'functions of lodash, required',
    file: 'index.js',
    code: `const { chunk, defaultsDeep: defaults } = require('lodash')
exports.handler = async event => [chunk(event.Records, 1), defaults({ id: 7 }, event)]
`,
    after: `const chunk = require('lodash/chunk')
const defaults = require('lodash/defaultsDeep')
exports.handler = async event => [chunk(event.Records, 1), defaults({ id: 7 }, event)]
`,
  },
  {
    name: 'a client of v3 that calls one command',
    code: `import { Lambda } from '@aws-sdk/client-lambda'
const lambda = new Lambda(${settings})
export const handler = async event => {
  const answer = await lambda.invoke({ FunctionName: 'next', Payload: JSON.stringify(event) })
  return [answer.Payload.transformToString(), answer.StatusCode]
}
`,
    after: `import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient(${settings})
export const handler = async event => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'next', Payload: JSON.stringify(event) }))
  return [answer.Payload.transformToString(), answer.StatusCode]
}
`,
  },
  {
    name: 'a client of v3 that is called without input',
    code: `import { Lambda } from '@aws-sdk/client-lambda'
const lambda = new Lambda(${settings})
export const handler = async () => (await lambda.listFunctions()).Functions
`,
    after: `import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient(${settings})
export const handler = async () => (await lambda.send(new ListFunctionsCommand({}))).Functions
`,
  },
  {
    name: 'a package of v3 by names',
    code: `import * as sdk from '@aws-sdk/client-lambda'
const lambda = new sdk.LambdaClient(${settings})
export const handler = async event => {
  const answer = await lambda.send(new sdk.InvokeCommand({ FunctionName: 'next', Payload: JSON.stringify(event) }))
  return [answer.Payload.transformToString(), sdk.Runtime.nodejs22x]
}
`,
    after: `import { LambdaClient, InvokeCommand, Runtime } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient(${settings})
export const handler = async event => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'next', Payload: JSON.stringify(event) }))
  return [answer.Payload.transformToString(), Runtime.nodejs22x]
}
`,
  },
]
