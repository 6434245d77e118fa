import assert from 'node:assert/strict'
import { readOnly, readService } from './serviceProject.ts'

const provider = `provider: { name: 'aws', runtime: 'nodejs22.x' }`

describe('a service that a script computes', () => {
  const unknown: readonly (readonly [string, string, RegExp])[] = [
    [
      'a module that does not exist',
      `import { functions } from './none'\nexport default { service: 's', ${provider}, functions }`,
      /\.\/none, which serverless\.ts imports, is no file/,
    ],
    [
      'a package',
      `import { functions } from 'shop-functions'\nexport default { service: 's', ${provider}, functions }`,
      /shop-functions, which/,
    ],
    [
      'computed functions',
      `export default { service: 's', ${provider}, functions: all() }`,
      /computed by serverless\.ts/,
    ],
    [
      'a computed definition',
      `export default defineService({ service: 's', functions: {} })`,
      /exports no definition: It is computed/,
    ],
    ['no export', `const s = { service: 's', functions: {} }`, /exports no definition/],
    ['syntax errors', `export default { service: 's', ${provider}, functions: { `, /syntax errors/],
  ]
  for (const [title, text, expected] of unknown) {
    it(`gives a reason for ${title}`, async () => {
      const { definitions, reason } = await readService({ 'serverless.ts': text })
      assert.deepEqual(definitions, [])
      assert.match(reason ?? '', expected)
    })
  }

  it('gives a computed handler as a reason of its function', async () => {
    const text = `export default { service: 's', ${provider}, functions: { a: { handler: path('a'), timeout: 3 }, b: { handler: 'b.main' } } }`
    const { definitions } = await readService({ 'serverless.ts': text })
    assert.deepEqual(
      definitions.map(({ handler, timeoutSeconds }) => [handler, timeoutSeconds]),
      [
        [undefined, 3],
        ['b.main', undefined],
      ],
    )
    assert.match(definitions[0]?.reason ?? '', /handler is not known: It is computed by serverless\.ts/)
  })

  it('gives what is written down besides what is computed, with the reason', async () => {
    const text = `export default { service: 's', ${provider}, functions: { ...all(), a: { handler: 'a.main' } } }`
    const { definitions, reason } = await readService({ 'serverless.ts': text })
    assert.deepEqual(
      definitions.map(({ logicalId }) => logicalId),
      ['a'],
    )
    assert.match(reason ?? '', /computed by serverless\.ts/)
  })

  it('gives what is put in afterwards, under a condition too', async () => {
    const text = `const functions: AWS['functions'] = { a: { handler: 'a.main' } }
if (process.argv.includes('offline')) {
  functions.b = { handler: 'b.main' }
}
functions['c'] = { handler: 'c.main' }
const service = { service: 's', ${provider} }
service.functions = functions
module.exports = service`
    const { definitions, reason } = await readService({ 'serverless.ts': text })
    assert.deepEqual(
      definitions.map(({ logicalId, line }) => `${line} ${logicalId}`),
      ['1 a', '3 b', '5 c'],
    )
    assert.equal(reason, undefined)
  })

  const circles = [
    `const a = { b: a }\nexport default { service: a, ${provider}, functions: { hello: { handler: 'a.main', timeout: a.b.c } } }`,
    `import s from './serverless'\nexport default { service: s.service, ${provider}, functions: { hello: { handler: 'a.main', timeout: s } } }`,
    `const a = b, b = a\nexport default { service: 's', ${provider}, functions: { ...a, hello: { handler: 'a.main', ...b } } }`,
  ]
  for (const text of circles) {
    it(`is no endless matter when it refers to itself: ${text.slice(0, 40)}`, async () => {
      assert.equal((await readOnly({ 'serverless.ts': text })).handler, 'a.main')
    })
  }
})
