import type { SuggestionCase } from '../ruleCases.ts'

const title = /^Await its async form: other work runs meanwhile/

const suggestion = (name: string, code: string, after: string): SuggestionCase => ({ name, title, code, after })

export const suggestions: readonly SuggestionCase[] = [
  suggestion(
    'files of a loop that runs at once',
    `import fs from 'node:fs'
export const handler = async event => {
  return Promise.all(
    event.Records.map(async ({ body }) => {
      const text = fs.readFileSync(body, 'utf8')
      return fs.readFileSync.name + text
    }),
  )
}
`,
    `import fs from 'node:fs'
export const handler = async event => {
  return Promise.all(
    event.Records.map(async ({ body }) => {
      const text = await fs.promises.readFile(body, 'utf8')
      return fs.readFileSync.name + text
    }),
  )
}
`,
  ),
  suggestion(
    'by an imported name, and something called on it',
    `import { readFileSync } from 'node:fs'
import { send } from './send.js'

export const handler = async event => {
  await Promise.all(event.keys.map(async key => send(readFileSync(\`/tmp/\${key}\`).toString())))
}
`,
    `import { readFileSync } from 'node:fs'
import { send } from './send.js'
import { readFile } from 'node:fs/promises'

export const handler = async event => {
  await Promise.all(event.keys.map(async key => send((await readFile(\`/tmp/\${key}\`)).toString())))
}
`,
  ),
  suggestion(
    'compression in CommonJS',
    `const zlib = require('zlib');
exports.handler = async event => {
  await Promise.allSettled(event.keys.map(async key => {
    const data = zlib.gzipSync(key);
    await put(key, data);
  }));
};
`,
    `const zlib = require('zlib');
const { promisify } = require('node:util');

exports.handler = async event => {
  await Promise.allSettled(event.keys.map(async key => {
    const data = await promisify(zlib.gzip)(key);
    await put(key, data);
  }));
};
`,
  ),
]
