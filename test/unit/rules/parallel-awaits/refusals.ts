import type { RefusalCase } from '../ruleCases.ts'

const read = (name: string, body: string, why: RegExp, file = 'handler.mjs'): RefusalCase => ({
  name,
  file,
  code: `import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'
export const handler = async event => {
  ${body}
}
`,
  why,
})

const get = (key: string) => `await db.send(new GetCommand({ TableName: 't', Key: { id: ${key} } }))`

export const refusals: readonly RefusalCase[] = [
  read(
    'a key that may fail to be there',
    `const a = ${get('event.a')}\n  const b = ${get('event.path.b')}\n  return [a, b]`,
    /computed right there and may fail/,
  ),
  read(
    'a key that is read from a text',
    `const a = ${get('event.a')}\n  const b = ${get('JSON.parse(event.body)')}\n  return [a, b]`,
    /computed right there and may fail/,
  ),
  read(
    'different kinds of variables',
    `let a = ${get('event.a')}\n  const b = ${get('event.b')}\n  a = b\n  return a`,
    /declared in different ways/,
  ),
  read(
    'a variable with a type',
    `const a: Answer = ${get('1')}\n  const b = ${get('2')}\n  return [a, b]`,
    /Some of their variables have types/,
    'handler.ts',
  ),
  read(
    'answers with types',
    `const a = (${get('1')}) as Answer\n  const b = (${get('2')}) as Answer\n  return [a, b]`,
    /answers have types/,
    'handler.ts',
  ),
]
