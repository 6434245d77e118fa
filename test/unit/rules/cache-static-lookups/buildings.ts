import type { SuggestionCase } from '../ruleCases.ts'

/** What goes to the top of the file. */
export const buildings: readonly SuggestionCase[] = [
  {
    name: 'a file below the code, by way of variables',
    file: 'index.js',
    code: `const fs = require('fs')
const path = require('path')

exports.handler = async event => {
  const folder = path.join(__dirname, 'mails')
  // The greeting.
  const greeting = fs.readFileSync(path.join(folder, '/hello.txt')).toString('utf8')
  return greeting + event.name
}
`,
    title: /Build it once, at the top of the file: a failure is then one of the start$/,
    after: `const fs = require('fs')
const path = require('path')

const folder = path.join(__dirname, 'mails')
// The greeting.
const greeting = fs.readFileSync(path.join(folder, '/hello.txt')).toString('utf8')

exports.handler = async event => {
  return greeting + event.name
}
`,
  },
  {
    name: 'a parsed file of which members are taken',
    code: `import { readFileSync } from 'fs'

export const handler = async event => {
  const { limit } = JSON.parse(readFileSync('./settings.json', 'utf8'))
  return \`\${event.id} of \${limit}\`
}
`,
    title: /Build it once/,
    after: `import { readFileSync } from 'fs'

const file = JSON.parse(readFileSync('./settings.json', 'utf8'))

export const handler = async event => {
  const { limit } = file
  return \`\${event.id} of \${limit}\`
}
`,
  },
  {
    name: 'a schema of other schemas, in a branch',
    file: 'handler.ts',
    code: `import { z } from 'zod'

export const handler = async (event: { id?: number }) => {
  if (event.id) {
    const schema = z.object({ id: z.number(), more: z.object({ a: z.string() }).optional() }).strict()
    return schema.safeParse(event).success
  }
  return false
}
`,
    title: /one of the start, also for calls that do not get here/,
    after: `import { z } from 'zod'

const schema = z.object({ id: z.number(), more: z.object({ a: z.string() }).optional() }).strict()

export const handler = async (event: { id?: number }) => {
  if (event.id) {
    return schema.safeParse(event).success
  }
  return false
}
`,
  },
  {
    name: 'a schema that is used where it is built',
    file: 'index.js',
    code: `const Joi = require('joi')

exports.handler = async event => Joi.object({ id: Joi.number().required() }).validate(event)
`,
    title: /Build it once/,
    after: `const Joi = require('joi')

const schema = Joi.object({ id: Joi.number().required() })

exports.handler = async event => schema.validate(event)
`,
  },
  {
    name: 'a schema of Ajv',
    code: `import Ajv from 'ajv'
import definition from './order.json'

export const handler = async event => {
  const validate = new Ajv({ allErrors: true }).compile(definition)
  return validate(event)
}
`,
    title: /Build it once/,
    after: `import Ajv from 'ajv'
import definition from './order.json'

const validate = new Ajv({ allErrors: true }).compile(definition)

export const handler = async event => {
  return validate(event)
}
`,
  },
  {
    name: 'a template of a constant',
    code: `import Handlebars from 'handlebars'
const text = 'Dear {{name}}'

export const handler = async event => Handlebars.compile(text)(event)
`,
    title: /Build it once/,
    after: `import Handlebars from 'handlebars'
const text = 'Dear {{name}}'
const template = Handlebars.compile(text)

export const handler = async event => template(event)
`,
  },
  {
    name: 'a verifier of tokens',
    code: `import { CognitoJwtVerifier } from 'aws-jwt-verify'

export const handler = async event => {
  const verifier = CognitoJwtVerifier.create({ userPoolId: process.env.POOL, tokenUse: 'access', clientId: null })
  return verifier.verify(event.token)
}
`,
    title: /Build it once/,
    after: `import { CognitoJwtVerifier } from 'aws-jwt-verify'

const verifier = CognitoJwtVerifier.create({ userPoolId: process.env.POOL, tokenUse: 'access', clientId: null })

export const handler = async event => {
  return verifier.verify(event.token)
}
`,
  },
  {
    name: 'a set of keys',
    code: `import { createRemoteJWKSet, jwtVerify } from 'jose'

export const handler = async event => {
  const keys = createRemoteJWKSet(new URL('https://example.com/keys'))
  return jwtVerify(event.token, keys)
}
`,
    title: /Build it once/,
    after: `import { createRemoteJWKSet, jwtVerify } from 'jose'

const keys = createRemoteJWKSet(new URL('https://example.com/keys'))

export const handler = async event => {
  return jwtVerify(event.token, keys)
}
`,
  },
]
