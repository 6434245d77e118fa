import { type RuleCase, RuleCases } from './ruleCases.ts'

const inHandler = (name: string, body: string): RuleCase => ({ name, code: program(body) })

const program = (body: string) => `import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { writeFile } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
const s3 = new S3Client({})
export const handler = async event => {
  const answer = await s3.send(new GetObjectCommand({ Bucket: event.from, Key: event.key }))
  ${body}
}
`

const bytes = 'await answer.Body.transformToByteArray()'
const put = (value: string) =>
  `await s3.send(new PutObjectCommand({ Bucket: event.to, Key: event.key, Body: ${value} }))`

const cases = new RuleCases('stream-large-objects')
for (const [why, one] of [
  [/Upload of/, inHandler('a copy', put(bytes))],
  [/Upload of/, inHandler('a copy by a name', `const data = ${bytes}\n  ${put('data')}`)],
  [
    /Upload of/,
    inHandler(
      'a copy as a buffer',
      `const { Body } = answer\n  ${put('Buffer.from(await Body.transformToByteArray())')}`,
    ),
  ],
  [/Upload of/, inHandler('a copy as text', put('await answer.Body.transformToString()'))],
  [
    /Upload of/,
    inHandler(
      'an upload',
      `await new Upload({ client: s3, params: { Bucket: event.to, Key: 'a', Body: ${bytes} } }).done()`,
    ),
  ],
  [
    /signed URL/,
    inHandler(
      'an answer',
      `return { statusCode: 200, isBase64Encoded: true, body: Buffer.from(${bytes}).toString('base64') }`,
    ),
  ],
  [
    /signed URL/,
    inHandler(
      'an answer, as base64 at once',
      "return { statusCode: 200, isBase64Encoded: true, body: await answer.Body.transformToString('base64') }",
    ),
  ],
  [/pipeline/, inHandler('a file, synchronously', `writeFileSync('/tmp/a', ${bytes})`)],
  [/pipeline/, inHandler('a file, by a name', `const data = ${bytes}\n  await writeFile('/tmp/a', data)`)],
  [/Readable/, { ...inHandler('a file in TypeScript', `await writeFile('/tmp/a', ${bytes})`), file: 'handler.ts' }],
] as const)
  cases.noEdit({ ...one, why })

cases
  .suggestion({
    ...inHandler('a file', `await writeFile('/tmp/a', ${bytes})\n  return run('/tmp/a')`),
    title: /breaks off/,
    after: program("await writeFile('/tmp/a', answer.Body)\n  return run('/tmp/a')"),
  })
  .noEdit({
    name: 'v2',
    why: /Upload of/,
    code: `const AWS = require('aws-sdk')
const s3 = new AWS.S3()
exports.handler = async event => {
  const data = await s3.getObject({ Bucket: 'a', Key: event.key }).promise()
  await s3.putObject({ Bucket: 'b', Key: event.key, Body: data.Body }).promise()
}
`,
  })

for (const one of [
  inHandler('something made of it', put(`resize(${bytes})`)),
  inHandler('bytes that are used elsewhere too', `const data = ${bytes}\n  check(data)\n  ${put('data')}`),
  inHandler('a stream', put('answer.Body')),
  inHandler('text that is parsed', 'return { body: JSON.parse(await answer.Body.transformToString()) }'),
  inHandler('an answer in text', 'return { statusCode: 200, body: await answer.Body.transformToString() }'),
  inHandler('an answer that may be binary', `return { isBase64Encoded: event.binary, body: ${bytes} }`),
  inHandler('something else that is stored', put('JSON.stringify(event)')),
  inHandler('something else called Body', 'await send({ Body: await answer.Body.transformToByteArray() })'),
  inHandler(
    'a body of something else',
    `const { Body } = await load(event)\n  ${put('await Body.transformToByteArray()')}`,
  ),
  {
    name: 'a part of an object',
    code: program(put(bytes)).replace(
      'Key: event.key }))\n  await',
      "Key: event.key, Range: 'bytes=0-99' }))\n  await",
    ),
  },
  {
    name: 'outside of a handler',
    code: program(put(bytes)).replace('export const handler', 'const copy'),
  },
])
  cases.silent(one)
cases.test()
