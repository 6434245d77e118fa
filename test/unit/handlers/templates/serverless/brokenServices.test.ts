import assert from 'node:assert/strict'
import { readService, service } from './serviceProject.ts'

describe('a service that is broken', () => {
  const good = service(['handler: a.b'])['serverless.yml'] ?? ''
  const broken: readonly (readonly [string, string, readonly string[]])[] = [
    ['half-typed YAML', `${good}  next:\n    handler: "c.d\n`, ['hello', 'next']],
    ['a wrong indentation', `${good}   next:\n`, ['hello', 'next']],
    ['tabs', `${good}\t\ttimeout: 3\n`, ['hello']],
    ['unknown anchors', `${good}    memorySize: *nothing\n`, ['hello']],
    [
      'half-typed JSON',
      '{"service": "s", "provider": {"name": "aws"}, "functions": {"hello": {"handler": "a.b", ',
      ['hello'],
    ],
  ]
  for (const [title, text, ids] of broken) {
    it(`gives what could be read and a reason: ${title}`, async () => {
      const { definitions, reason } = await readService({ 'serverless.yml': text })
      assert.deepEqual(
        definitions.map(({ logicalId }) => logicalId),
        ids,
      )
      assert.match(reason ?? '', /^Line \d+/)
    })
  }

  it('gives a function that is only named yet', async () => {
    const { definitions, reason } = await readService({ 'serverless.yml': `${good}  next:\n` })
    assert.deepEqual(
      definitions.map(({ logicalId, handler }) => [logicalId, handler]),
      [
        ['hello', 'a.b'],
        ['next', undefined],
      ],
    )
    assert.equal(reason, undefined)
  })

  const odd = [
    '',
    'null',
    '[]',
    '- a\n- b',
    'functions:',
    'functions: []',
    'functions: text',
    'service: [x]\nprovider: [aws]\nfunctions: [1, null, [2], { a: 1 }]',
    'service: { name: { x: 1 } }\nprovider: { name: [aws] }\nplugins: { modules: 3 }\nfunctions: { a: [x] }',
    'provider: { name: aws, environment: [1], runtime: {}, stage: [] }\nfunctions: { a: { handler: [], environment: 3, events: { x: 1 }, image: [1], package: [x], module: {}, name: {} } }',
    'provider: ${self:provider}\nservice: ${self:service}\nfunctions: ${self:functions}',
    'service: ${self:}\nfunctions: ${self:}',
    'functions: { a: { handler: !Sub x, image: !Ref y, environment: !Ref z } }',
    'plugins: [${self:plugins}]\nfunctions: { a: ${file()}, b: ${file(:)}, c: ${}, d: "${self}", e: "${:}" }',
    '\0\0',
    '['.repeat(5000),
    '{"a":'.repeat(20_000),
    `service: "${'${self:'.repeat(5000)}"\nfunctions: { a: { name: "${'${'.repeat(9000)}" } }`,
    `functions: { a: { handler: "${'${opt:x, '.repeat(2000)}1${'}'.repeat(2000)}" } }`,
  ]
  for (const text of odd) {
    for (const file of ['serverless.yml', 'serverless.json', 'serverless.ts', 'serverless.js']) {
      it(`is read without an exception as ${file}: ${JSON.stringify(text.slice(0, 40))}`, async () => {
        const { definitions } = await readService({ [file]: text })
        assert.deepEqual(
          definitions.flatMap(({ memoryMb }) => memoryMb ?? []),
          [],
        )
      })
    }
  }

  it('is not read when nobody can have written so much YAML', async () => {
    const text = `${good}# ${'x'.repeat(3_000_000)}`
    const { definitions, reason } = await readService({ 'serverless.yml': text })
    assert.deepEqual(definitions, [])
    assert.match(reason ?? '', /too large/)
  })

  it('is read from JSON of 20 MB', async () => {
    const text = JSON.stringify({
      service: 'shop',
      provider: { name: 'aws' },
      resources: Array.from({ length: 200_000 }, (_, index) => ({ id: `resource ${index}`, text: 'x'.repeat(80) })),
      functions: { hello: { handler: 'a.b' } },
    })
    assert.ok(text.length > 19_000_000)
    assert.deepEqual(
      (await readService({ 'serverless.json': text })).definitions.map(({ handler }) => handler),
      ['a.b'],
    )
  })

  for (const provider of ['google', 'azure', 'openwhisk']) {
    it(`has no definitions on ${provider}, with the reason`, async () => {
      const { definitions, reason } = await readService(service(['handler: a.b'], `provider: { name: ${provider} }`))
      assert.deepEqual(definitions, [])
      assert.match(reason ?? '', new RegExp(`provider is ${provider}`))
    })
  }

  it('has definitions while its provider is not known', async () => {
    for (const provider of [
      'provider: {}',
      'provider: ${file(../provider.yml)}',
      'provider: { name: "${env:CLOUD}" }',
    ]) {
      assert.equal((await readService(service(['handler: a.b'], provider))).definitions.length, 1)
    }
  })
})
