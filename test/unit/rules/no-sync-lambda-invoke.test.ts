import { type RuleCase, RuleCases } from './ruleCases.ts'

const inHandler = (name: string, body: string, above = ''): RuleCase => ({
  name,
  code: `import { InvocationType, InvokeCommand, Lambda, LambdaClient } from '@aws-sdk/client-lambda'
${above}
const lambda = new LambdaClient({})
const aggregated = new Lambda({})
export const handler = async (event, context) => {
  ${body}
}
`,
})

const input = "{ FunctionName: 'pricing', Payload: JSON.stringify(event) }"
const used = /What the answer is for/

const cases = new RuleCases('no-sync-lambda-invoke')
for (const [name, body, why = used] of [
  ['an answer that is used', `const { Payload } = await lambda.send(new InvokeCommand(${input}))\n  return Payload`],
  ['an answer that is not used', `await lambda.send(new InvokeCommand(${input}))`, /not used/],
  ['a command by a name', `const command = new InvokeCommand(${input})\n  return lambda.send(command)`],
  ['an input by a name', `const input = ${input}\n  return (await lambda.send(new InvokeCommand(input))).Payload`],
  ['a client of all commands', `return aggregated.invoke(${input})`],
  ['the type said', "return lambda.send(new InvokeCommand({ InvocationType: 'RequestResponse', FunctionName: 'a' }))"],
  [
    'the type by its name',
    'return lambda.send(new InvokeCommand({ InvocationType: InvocationType.RequestResponse, FunctionName: event.to }))',
  ],
  ['several at the same time', `return Promise.all(event.all.map(one => lambda.send(new InvokeCommand(${input}))))`],
  ['then', `return lambda.send(new InvokeCommand(${input})).then(({ Payload }) => Payload)`],
] as const)
  cases.noEdit({ ...inHandler(name, body), why })
cases
  .noEdit({
    name: 'v2',
    why: used,
    code: `const AWS = require('aws-sdk')
const lambda = new AWS.Lambda()
exports.handler = async event => lambda.invoke({ FunctionName: 'pricing' }).promise()
`,
  })
  .noEdit({
    name: 'v2 with a callback, traced',
    why: used,
    code: `const AWS = require('aws-sdk')
const { captureAWSClient } = require('aws-xray-sdk')
const lambda = captureAWSClient(new AWS.Lambda())
exports.handler = (event, context, callback) => {
  lambda.invoke({ FunctionName: 'pricing' }, (error, data) => callback(error, data))
}
`,
  })
  .noEdit({
    name: 'in a function that the handler always calls',
    why: used,
    code: `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient({})
async function priceOf(item: Item): Promise<number> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'pricing', Payload: item.json }))
  return Number(answer.Payload?.transformToString())
}
export const handler = async (event: Item) => priceOf(event)
`,
    file: 'handler.ts',
  })

for (const one of [
  inHandler('an event', "await lambda.send(new InvokeCommand({ FunctionName: 'a', InvocationType: 'Event' }))"),
  inHandler(
    'an event by its name',
    "await lambda.send(new InvokeCommand({ FunctionName: 'a', InvocationType: InvocationType.Event }))",
  ),
  inHandler('a type that the event says', 'await lambda.send(new InvokeCommand({ ...event.call }))'),
  inHandler('a type by a variable', 'await lambda.send(new InvokeCommand({ InvocationType: event.type }))'),
  inHandler(
    'a type that is set below',
    "const input = { FunctionName: 'a' }\n  input.InvocationType = 'Event'\n  await lambda.send(new InvokeCommand(input))",
  ),
  inHandler('an input of unknown making', 'await lambda.send(new InvokeCommand(inputFor(event)))'),
  inHandler('what keeps functions warm', `return lambda.send(new InvokeCommand(${input}))`, "const type = 'warmer'"),
  inHandler(
    'a trial of a new version',
    `await lambda.send(new InvokeCommand(${input}))\n  await deploy.putLifecycleEventHookExecutionStatus({ status: 'Succeeded' })`,
  ),
  inHandler('nobody waits', `lambda.send(new InvokeCommand(${input})).catch(console.error)`),
  inHandler('nobody waits, and says so', `void lambda.send(new InvokeCommand(${input}))`),
  inHandler('another command', 'await lambda.send(new ListFunctionsCommand({}))'),
  inHandler('another invoke', 'await agent.invoke(event)', "import { agent } from './agent.js'"),
  inHandler(
    'a function that is not always called',
    `const ask = () => lambda.send(new InvokeCommand(${input}))\n  return event`,
  ),
  inHandler(
    'steps of a durable function',
    `return lambda.send(new InvokeCommand(${input}))`,
    "import { withDurableExecution } from '@aws/durable-execution-sdk-js'",
  ),
  {
    name: 'a script',
    code: `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'a' }))
`,
  },
])
  cases.silent(one)
cases.test()
