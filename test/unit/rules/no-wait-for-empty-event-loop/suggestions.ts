import type { LensSettings } from '#rules/facts.ts'
import type { SuggestionCase } from '../ruleCases.ts'

export const onRuntime = (runtime: string): LensSettings => ({
  handlers: [{ exportName: 'handler', definitions: [{ runtime }] }],
})

const title = /^Make the handler async: .* lost/
const settings = onRuntime('nodejs24.x')

/** On a runtime that has dropped callbacks. */
export const conversions: readonly SuggestionCase[] = [
  {
    name: 'an answer at the end',
    title,
    settings,
    code: `exports.handler = (event, context, callback) => {
  const order = JSON.parse(event.detail)
  callback(null, { statusCode: 200, body: order })
}
`,
    after: `exports.handler = async (event, context) => {
  const order = JSON.parse(event.detail)
  return { statusCode: 200, body: order }
}
`,
  },
  {
    name: 'answers in branches, and failures',
    title,
    settings,
    code: `exports.handler = function (event, context, callback) {
  if (!event.id) {
    return callback(new Error('no id'));
  }
  if (event.id === 1) {
    callback(null, 'one');
    return;
  }
  try {
    const found = find(event.id);
    callback(null, found);
  } catch (error) {
    console.error(error);
    callback(error);
  }
};
const find = id => ({ id });
`,
    after: `exports.handler = async function (event, context) {
  if (!event.id) {
    throw new Error('no id');
  }
  if (event.id === 1) {
    return 'one';
  }
  try {
    const found = find(event.id);
    return found;
  } catch (error) {
    console.error(error);
    throw error;
  }
};
const find = id => ({ id });
`,
  },
  {
    name: 'cases, and a text as the failure',
    title,
    settings,
    code: `exports.handler = (event, context, callback) => {
  switch (event.key) {
    case 'a':
      callback(null, 'Allow')
      break
    case 'b': {
      callback(null, 'Deny')
      break
    }
    default:
      callback('Unauthorized')
  }
}
`,
    after: `exports.handler = async (event, context) => {
  switch (event.key) {
    case 'a':
      return 'Allow'
    case 'b': {
      return 'Deny'
    }
    default:
      throw 'Unauthorized'
  }
}
`,
  },
  {
    name: 'no body, an object',
    title,
    settings,
    code: 'export const handler = (event, context, done) => done(null, { id: event.id })\n',
    after: 'export const handler = async (event, context) => ({ id: event.id })\n',
  },
  {
    name: 'no body, a value, a trailing comma',
    title,
    settings,
    code: 'export const handler = (event, context, done,) => done(undefined, event.id)\n',
    after: 'export const handler = async (event, context,) => event.id\n',
  },
  {
    name: 'a declaration, no answer',
    title,
    settings,
    code: `export function handler(event, context, callback) {
  event.seen = event.id
  callback()
}
`,
    after: `export async function handler(event, context) {
  event.seen = event.id
  return
}
`,
  },
]

/** With an open connection, on any runtime: only the second suggestion. */
export const answers: readonly SuggestionCase[] = [
  {
    name: 'a pool, and a callback that the driver calls',
    title: /^Answer as soon as the callback is called: .* lost/,
    code: `const { Pool } = require('pg')
const pool = new Pool()
exports.handler = (event, context, callback) => {
  pool.query('select 1', (error, result) => callback(error, result))
}
`,
    after: `const { Pool } = require('pg')
const pool = new Pool()
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false
  pool.query('select 1', (error, result) => callback(error, result))
}
`,
  },
]
