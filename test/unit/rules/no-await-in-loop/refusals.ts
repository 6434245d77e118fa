import type { RefusalCase } from '../ruleCases.ts'

const loop = (name: string, body: string, why: RegExp): RefusalCase => ({
  name,
  code: `import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { db } from './db.js'
const shared = []
export const handler = async event => {
  ${body}
}
`,
  why,
})

const get = (key: string) => `await db.send(new GetCommand({ TableName: 't', Key: { id: ${key} } }))`

export const refusals: readonly RefusalCase[] = [
  loop(
    'items by their number',
    `const a = []\n  for (let i = 0; i < event.ids.length; i++) {\n    a.push(${get('event.ids[i]')})\n  }\n  return a`,
    /It counts/,
  ),
  loop(
    'keys of an object',
    `const a = []\n  for (const id in event.ids) {\n    a.push(${get('id')})\n  }\n  return a`,
    /for … of/,
  ),
  loop(
    'an object of answers',
    `const a = {}\n  for (const id of event.ids) {\n    a[id] = ${get('id')}\n  }\n  return a`,
    /more than one list/,
  ),
  loop(
    'some answers only',
    `const a = []\n  for (const id of event.ids) {\n    const { Item } = ${get('id')}\n    if (Item) a.push(Item)\n  }\n  return a`,
    /more than one list/,
  ),
  loop(
    'a catch that goes on with the first ones',
    `const a = []\n  try {\n    for (const id of event.ids) {\n      a.push(${get('id')})\n    }\n  } catch {}\n  return a`,
    /inside a try/,
  ),
  loop(
    'a list of the environment',
    `for (const id of event.ids) {\n    shared.push(${get('id')})\n  }`,
    /not a list of this function/,
  ),
  loop(
    'answers that are spread, which may lack',
    `const a = []\n  for (const id of event.ids) {\n    a.push(...(${get('id')}).Item.list)\n  }\n  return a`,
    /more than one list/,
  ),
  loop(
    'a text of several lines',
    `const a = []\n  for (const id of event.ids) {\n    a.push(${get('`\n${id}`')})\n  }\n  return a`,
    /text of several lines/,
  ),
  loop(
    'a body without braces',
    `const a = []\n  for (const id of event.ids) a.push(${get('id')})\n  return a`,
    /not a block/,
  ),
]
