import type { SuggestionCase } from '../ruleCases.ts'

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'the SDK v2 in a function whose environment is not known',
    code: `import { SQS } from 'aws-sdk'
const sqs = new SQS()
export const handler = async event => sqs.sendMessage(event).promise()
`,
    title: /AWS_NODEJS_CONNECTION_REUSE_ENABLED below the imports; not needed where/,
    after: `import { SQS } from 'aws-sdk'

process.env.AWS_NODEJS_CONNECTION_REUSE_ENABLED = '1'
const sqs = new SQS()
export const handler = async event => sqs.sendMessage(event).promise()
`,
  },
  {
    name: 'an agent for a request that not every call makes',
    code: `import { Agent, get } from 'https'

export const handler = async event => {
  if (event.url) get(event.url, { agent: new Agent({ keepAlive: true }) })
}
`,
    title: /also for calls that do not get here/,
    after: `import { Agent, get } from 'https'

const agent2 = new Agent({ keepAlive: true })

export const handler = async event => {
  if (event.url) get(event.url, { agent: agent2 })
}
`,
  },
]
