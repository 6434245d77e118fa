import type { RuleCase } from '../ruleCases.ts'

const ssm = (name: string, body: string, more: Partial<RuleCase> & { readonly above?: string } = {}): RuleCase => ({
  name,
  code: `import { SSMClient, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
const ssm = new SSMClient({})
${more.above ?? ''}
export const handler = async (event, context) => {
  ${body}
}
`,
  ...(more.settings && { settings: more.settings }),
})

const file = (name: string, path: string, above = ''): RuleCase => ({
  name,
  code: `import fs, { readFileSync } from 'fs'
import { tmpdir } from 'os'
import { join } from 'path'
${above}
export const handler = async event => {
  const text = readFileSync(${path}, 'utf8')
  return text + event.id
}
`,
})

const built = (name: string, body: string, above = ''): RuleCase => ({
  name,
  code: `import { z } from 'zod'
import Handlebars from 'handlebars'
import Ajv from 'ajv'
${above}
export const handler = async event => {
  ${body}
}
`,
})

const read = "(await ssm.send(new GetParameterCommand({ Name: '/a' }))).Parameter.Value"

export const nearMisses: readonly RuleCase[] = [
  ssm(
    'a parameter of the event',
    'return (await ssm.send(new GetParameterCommand({ Name: event.name }))).Parameter.Value',
  ),
  ssm(
    'a parameter of the context',
    'return (await ssm.send(new GetParameterCommand({ Name: context.functionName }))).Parameter.Value',
  ),
  ssm(
    'a parameter of a variable that calls change',
    'stage = event.stage\n  return (await ssm.send(new GetParameterCommand({ Name: stage }))).Parameter.Value',
    { above: "let stage = 'test'" },
  ),
  ssm('a parameter that is kept', `value ??= ${read}\n  return value`, { above: 'let value' }),
  ssm('a parameter that is kept by a condition', `if (!value) {\n    value = ${read}\n  }\n  return value`, {
    above: 'let value',
  }),
  ssm(
    'a parameter that the function writes',
    `await ssm.send(new PutParameterCommand({ Name: '/a', Value: event.id }))\n  return ${read}`,
  ),
  ssm('a durable function', `return ${read}`, {
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'durable' }] }] },
  }),
  ssm('a parameter of the start', 'return value', { above: `const value = ${read}` }),
  ssm('a parameter of a function that is not always called', 'return event.id ? load() : 1', {
    above: `const load = async () => ${read}`,
  }),
  {
    name: 'a durable function by its wrapper',
    code: `import { withDurableExecution } from '@aws/durable-execution-sdk-js'
import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm'
const ssm = new SSMClient({})
export const handler = withDurableExecution(async event => ${read})
`,
  },
  {
    name: 'a parameter by a library that keeps it',
    code: `import { getParameter } from '@aws-lambda-powertools/parameters/ssm'
export const handler = async event => [await getParameter('/a'), event.id]
`,
  },
  {
    name: 'other requests',
    code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
export const handler = async () => (await s3.send(new GetObjectCommand({ Bucket: 'a', Key: 'state' }))).ETag
`,
  },
  {
    name: 'a method of that name of another client',
    code: `import { settings } from './settings.mjs'
export const handler = async () => (await settings.getParameter({ Name: '/a' })).Value
`,
  },
  file('a file of the event', 'event.path'),
  file('a file of the event by a template', '`./mails/${event.name}`'),
  file('a file that calls write', "'/tmp/state.json'"),
  file('a file of a folder that calls write', "join(tmpdir(), 'state.json')"),
  file('a file of a folder that calls write, by a variable', "join(folder, 'state.json')", 'const folder = tmpdir()'),
  file('a file of a file system that is mounted', "'/mnt/shared/limits.json'"),
  file('a file of the environment', 'process.env.FILE'),
  file(
    'a file that the function writes',
    "'./state.json'",
    "const save = text => fs.writeFileSync('./state.json', text)",
  ),
  file('what the machine tells', "'/proc/meminfo'"),
  built(
    'regular expressions',
    'return [/a/.test(event.id), /b/g.exec(event.id), /c/y.test(event.id), event.id.match(/d/g)]',
  ),
  built('a schema at the top', 'return schema.parse(event)', 'const schema = z.object({ id: z.string() })'),
  built('a schema of the event', 'return z.object({ id: z.string().max(event.length) }).parse(event)'),
  built('a schema with the clock in it', 'return z.object({ at: z.number().max(Date.now()) }).parse(event)'),
  built(
    'a schema that reads its call',
    'const { limit } = event\n  return z.object({ id: z.string().refine(id => id.length < limit) }).parse(event)',
  ),
  built('a single check', 'return z.string().parse(event.id)'),
  built('a template of the event', 'return Handlebars.compile(event.text)(event)'),
  built(
    'a schema of Ajv that it keeps itself',
    'return ajv.compile(definition)(event)',
    "const ajv = new Ajv()\nconst definition = { type: 'object' }",
  ),
  built('a schema of the event, by Ajv', 'return new Ajv().compile(event.schema)(event.value)'),
  built('a schema that is kept', 'schema ??= z.object({ id: z.string() })\n  return schema.parse(event)', 'let schema'),
  {
    name: 'an object of that name of something else',
    code: `import { z } from './shapes.mjs'
export const handler = async event => z.object({ id: 1 }).parse(event)
`,
  },
  {
    name: 'a file without a handler',
    file: 'mail.js',
    code: `const { readFileSync } = require('fs')
exports.mail = name => readFileSync('./mail.html', 'utf8').replace('{name}', name)
`,
  },
]
