import type { RefusalCase } from '../ruleCases.ts'

export const refusals: readonly RefusalCase[] = [
  {
    name: 'a time that other files may use',
    code: `export const now = new Date()
export const handler = async event => {
  return { at: now, id: event.id }
}
`,
    why: /the same, for hours\. It is exported/,
  },
  {
    name: 'a time that is exported further down',
    code: `const now = new Date()
export const handler = async event => {
  return { at: now, id: event.id }
}
export { now }
`,
    why: /Several functions use it|It is exported/,
  },
  {
    name: 'an id that several functions use',
    code: `import { nanoid } from 'nanoid'
const requestToken = nanoid()
const send = async event => {
  await post(event, requestToken)
}
export const handler = async event => {
  await send(event)
  return { requestToken }
}
`,
    why: /get the same\. Several functions use it/,
  },
  {
    name: 'a function without a body',
    code: `const now = Date.now()
export const handler = async event => ({ at: now, id: event.id })
`,
    why: /no body/,
  },
  {
    name: 'a declaration with a comment',
    code: `// The day of the report.
const today = new Date()
export const handler = async event => {
  return { today, id: event.id }
}
`,
    why: /Comments stand beside/,
  },
  {
    name: 'request data of several functions',
    code: `let user
const greet = () => 'Hello ' + user
export const handler = async event => {
  if (event.user) user = event.user
  return [greet(), user]
}
`,
    why: /set by some calls only.*Several functions/,
  },
  {
    name: 'request data of several functions, where calls run at the same time',
    settings: { handlers: [{ exportName: 'handler', definitions: [{ functionKind: 'managed-instances' }] }] },
    code: `let requestId
const log = text => console.log(requestId, text)
export const handler = async (event, context) => {
  requestId = context.awsRequestId
  log(event.id)
}
`,
    why: /overwrite each other’s\. Several functions/,
  },
]
