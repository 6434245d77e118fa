import type { RefusalCase } from '../ruleCases.ts'

const ssm = (name: string, body: string, why: RegExp, above = 'const ssm = new SSMClient({})'): RefusalCase => ({
  name,
  why,
  code: `import { SSMClient, GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm'
${above}
export const handler = async event => {
  ${body}
}
`,
})

const file = (name: string, body: string, why: RegExp): RefusalCase => ({
  name,
  why,
  code: `import { readFileSync } from 'fs'
export const handler = async event => {
  ${body}
}
`,
})

export const refusals: readonly RefusalCase[] = [
  ssm('an answer that is returned', "return await ssm.send(new GetParameterCommand({ Name: '/a' }))", /goes to where/),
  ssm(
    'an answer that is handed on',
    "const answer = await ssm.send(new GetParameterCommand({ Name: '/a' }))\n  return run(answer)",
    /goes to where/,
  ),
  ssm(
    'an answer that is changed',
    "const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a' }))\n  Parameter.Value += event.id\n  return Parameter.Value",
    /is changed/,
  ),
  ssm(
    'a list that is put in order',
    "const { Parameters } = await ssm.send(new GetParametersCommand({ Names: ['/a'] }))\n  Parameters.sort()\n  return Parameters.length",
    /is changed/,
  ),
  ssm(
    'a client of the call itself',
    "const ssm = new SSMClient({})\n  return (await ssm.send(new GetParameterCommand({ Name: '/a' }))).Parameter.Value",
    /client is not one of the top/,
    '',
  ),
  ssm(
    'a client that is made anew',
    "ssm = new SSMClient({ region: event.region })\n  return (await ssm.send(new GetParameterCommand({ Name: '/a' }))).Parameter.Value",
    /client is not one of the top/,
    'let ssm',
  ),
  ssm(
    'a constant of the function',
    "const Name = '/a'\n  return (await ssm.send(new GetParameterCommand({ Name }))).Parameter.Value",
    /needs “Name” of the function/,
  ),
  ssm(
    'an environment that is changed',
    'process.env.NAME = event.name\n  return (await ssm.send(new GetParameterCommand({ Name: process.env.NAME }))).Parameter.Value',
    /environment, which it reads, is changed/,
  ),
  file(
    'a parsed file that is changed',
    "const config = JSON.parse(readFileSync('./a.json'))\n  config.id = event.id\n  return config.id",
    /is changed/,
  ),
  file('a parsed file that is handed on', "return run(JSON.parse(readFileSync('./a.json', 'utf8')))", /goes to where/),
  file('bytes that are returned', "const bytes = readFileSync('./a.bin')\n  return bytes", /goes to where/),
  file(
    'a text that is assigned again',
    "let text = readFileSync('./a.txt', 'utf8')\n  text = text + event.id\n  return text",
    /assigned again/,
  ),
  file(
    'a file that may lack',
    "try {\n    return readFileSync('./a.txt', 'utf8')\n  } catch {\n    return event.id\n  }",
    /inside a try/,
  ),
  file(
    'a file among other variables with a comment',
    "const a = 1, /* mail */ text = readFileSync('./a.txt', 'utf8')\n  return text + a",
    /declared in a way/,
  ),
  {
    name: 'a schema in middleware',
    code: `import middy from '@middy/core'
import { z } from 'zod'
const base = async event => event
export const handler = middy(base).use({ before: ({ event }) => { z.object({ id: z.string() }).parse(event) } })
`,
    why: /in middleware/,
  },
  {
    name: 'a schema in a file with eval',
    code: `import { z } from 'zod'
export const handler = async event => [eval(event.code), z.object({ id: z.string() }).parse(event)]
`,
    why: /eval/,
  },
]
