import assert from 'node:assert/strict'
import { spanned } from '../../spanned.ts'
import { readOnly, readService, service } from './serviceProject.ts'

const head = 'service: shop\nprovider: { name: aws, runtime: nodejs22.x, timeout: 10 }\n'

describe('a service in several files', () => {
  it('takes its functions from another file, where their places are', async () => {
    const functions = '# users\ncreate:\n  handler: src/create.main\n  memorySize: 256\n'
    const files = {
      'app/serverless.yml': `${head}functions: \${file(./functions/users.yml)}\n`,
      'app/functions/users.yml': functions,
    }
    const { definitions, reason } = await readService(files)
    const [create] = definitions
    assert.equal(reason, undefined)
    assert.deepEqual(
      [create?.template, create?.line, create?.codeFolder, create?.timeoutSeconds, create?.functionName],
      ['app/functions/users.yml', 2, 'app', 10, 'shop-dev-create'],
    )
    assert.deepEqual(spanned(functions, create?.spans ?? {}), { handler: 'src/create.main', memory: '256' })
    assert.deepEqual(spanned(functions, create?.sharedSpans ?? {}, files), {
      runtime: 'app/serverless.yml: nodejs22.x',
      timeout: 'app/serverless.yml: 10',
    })
  })

  it('merges the maps of a list of files', async () => {
    const { definitions } = await readService({
      'serverless.yml': `${head}functions:\n  - \${file(a.yml)}\n  - \${file(b.json):functions}\n  - c: { handler: c.main }\n`,
      'a.yml': 'a: { handler: a.main }',
      'b.json': '{ "functions": { "b": { "handler": "b.main" } } }',
    })
    assert.deepEqual(
      definitions.map(({ template, logicalId, handler }) => [template, logicalId, handler]),
      [
        ['a.yml', 'a', 'a.main'],
        ['b.json', 'b', 'b.main'],
        ['serverless.yml', 'c', 'c.main'],
      ],
    )
  })

  it('takes one function from a file, where its value begins', async () => {
    const one = 'other: {}\nhello:\n  handler: a.main\n  timeout: 4\n'
    const files = { 'serverless.yml': `${head}functions:\n  hi: \${file(one.yml):hello}\n`, 'one.yml': one }
    const definition = await readOnly(files)
    assert.deepEqual([definition.template, definition.logicalId, definition.line], ['one.yml', 'hi', 3])
    assert.equal(spanned(one, definition.spans)['timeout'], '4')
  })

  it('takes single values, whose files name others in turn', async () => {
    const files = {
      ...service(
        ['handler: a.b', 'memorySize: ${self:custom.sizes.memory}', 'environment: ${file(env.${sls:stage}.yml):all}'],
        'custom: "${file(config/custom.yml)}"',
      ),
      'config/custom.yml': 'sizes: ${file(config/sizes.yml):${self:provider.stage}}',
      'config/sizes.yml': 'dev: { memory: 704 }\nprod: { memory: 3008 }',
      'env.dev.yml': 'all: { A: "${self:service}" }',
    }
    const definition = await readOnly(files)
    assert.deepEqual([definition.memoryMb, definition.environment], [704, { A: 'shop' }])
    assert.equal(spanned('', definition.sharedSpans, files)['memory'], 'config/sizes.yml: 704')
  })

  it('takes values from a script that writes them down', async () => {
    const definition = await readOnly({
      ...service(['handler: a.b', 'memorySize: ${file(sizes.js):memory}', 'timeout: ${file(sizes.js):slow.seconds}']),
      'sizes.js': 'module.exports = { memory: 448, slow: { seconds: 9 } }\nmodule.exports.more = () => 1',
    })
    assert.deepEqual([definition.memoryMb, definition.timeoutSeconds], [448, 9])
  })

  it('takes the unsaved text of the definition, not the file', async () => {
    const definition = await readOnly(
      service(['handler: a.b', 'timeout: 8', 'memorySize: ${file(serverless.yml):functions.hello.timeout}']),
    )
    assert.equal(definition.memoryMb, 8)
  })

  const failures: readonly (readonly [string, string, Readonly<Record<string, string>>, RegExp])[] = [
    ['a missing file', 'functions: ${file(none.yml)}', {}, /none\.yml does not exist/],
    ['a file outside', 'functions: ${file(../../none.yml)}', {}, /outside of this folder/],
    ['a file anywhere', 'functions: ${file(/etc/passwd)}', {}, /outside of this folder/],
    ['a file of the home folder', 'functions: ${file(~/x.yml)}', {}, /outside of this folder/],
    ['a missing key', 'functions: ${file(a.yml):x.y}', { 'a.yml': 'x: 1' }, /no x\.y in a\.yml/],
    ['a file that names itself', 'functions: ${file(a.yml):x}', { 'a.yml': 'x: ${file(a.yml):x}' }, /refers to itself/],
    [
      'files that name each other',
      'functions: ${file(a.yml):x}',
      { 'a.yml': 'x: ${file(b.yml):x}', 'b.yml': 'x: ${file(a.yml):x}' },
      /refers to itself/,
    ],
    [
      'a script that computes',
      'functions: ${file(a.js):all}',
      { 'a.js': 'module.exports.all = () => ({})' },
      /computed by a\.js/,
    ],
    ['a broken file', 'functions: ${file(a.yml)}', { 'a.yml': 'x: "1' }, /a\.yml: Line 1 is not valid YAML/],
    ['an empty file', 'functions: ${file(a.yml)}', { 'a.yml': '' }, /a\.yml says nothing/],
  ]
  for (const [title, line, files, expected] of failures) {
    it(`gives a reason for ${title}`, async () => {
      const { definitions, reason } = await readService({ 'serverless.yml': `${head}${line}\n`, ...files })
      assert.deepEqual(
        definitions.filter(({ handler }) => handler !== undefined),
        [],
      )
      assert.match(reason ?? '', expected)
    })
  }

  it('gives a function without its file, with the reason, and the others', async () => {
    const { definitions } = await readService({
      'serverless.yml': `${head}functions:\n  a: \${file(none.yml):a}\n  b: { handler: b.main }\n`,
    })
    const [a, b] = definitions
    assert.deepEqual([a?.logicalId, a?.template, a?.line, a?.handler], ['a', 'serverless.yml', 4, undefined])
    assert.match(a?.reason ?? '', /none\.yml does not exist/)
    assert.deepEqual([b?.handler, b?.reason], ['b.main', undefined])
  })

  it('is content with a default for a missing file', async () => {
    const files = service(['handler: a.b', 'memorySize: "${file(none.yml):m, 128}"'])
    const { definitions, reason } = await readService(files)
    assert.deepEqual([definitions[0]?.memoryMb, reason], [128, undefined])
  })
})
