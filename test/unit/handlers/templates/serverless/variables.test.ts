import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { readOnly, readService, service } from './serviceProject.ts'

describe('a variable of a service', () => {
  const custom = `custom:
  memory: 512
  text: "768"
  list: [64, 192]
  stages: { dev: { memory: 320 }, prod: { memory: 1536 } }
  stage: \${opt:stage, self:provider.stage}
  chain: \${self:custom.chain2}
  chain2: \${self:custom.memory}
  unset: null
  on: true
params:
  default: { memory: 896 }
  dev: { special: 128 }`

  const memory: readonly (readonly [string, number | undefined])[] = [
    ['${self:custom.memory}', 512],
    ['${self:custom.text}', 768],
    ['${self:custom.list.1}', 192],
    ['${self:custom.list.7}', undefined],
    ['${self:custom.chain}', 512],
    ['${self:custom.stages.${self:custom.stage}.memory}', 320],
    ["${self:custom.stages.${opt:stage, 'prod'}.memory}", 1536],
    ['${self:custom.stages.${sls:stage}.memory}', 320],
    ['${self:custom.stages.test.memory, 640}', 640],
    ['${self:custom.stages.test.memory, self:custom.memory}', 512],
    ['${self:custom.stages.test.memory, ${self:custom.memory}}', 512],
    ['${self:custom.unset, 160}', 160],
    ['${self:custom.nothing}', undefined],
    ['${self:custom.stages}', undefined],
    ['${opt:memory}', undefined],
    ['${opt:memory, 256}', 256],
    ["${opt:memory, '256'}", 256],
    ['${opt:memory, env:MEMORY, 384}', 384],
    ['${env:MEMORY}', undefined],
    ['${env:MEMORY, 384}', 384],
    ['${param:memory}', 896],
    ['${param:special}', 128],
    ['${param:other}', undefined],
    ['${param:other, 1}', 1],
    ['${ssm:/shop/memory}', undefined],
    ['${ssm:/shop/memory, 512}', undefined],
    ['${cf:shop-dev.Memory, 512}', undefined],
    ['${self:custom.memory', undefined],
    ['${memory}', undefined],
    ['${AWS::Region}', undefined],
    ['1${self:custom.list.0}', 164],
    ['${self:custom.list.0}${self:custom.list.0}', 6464],
  ]
  for (const [text, expected] of memory) {
    it(`${expected === undefined ? 'is not known' : `gives ${expected}`}: ${text}`, async () => {
      const { memoryMb, reason } = await readOnly(service(['handler: a.b', `memorySize: "${text}"`], custom))
      assert.deepEqual([memoryMb, reason], [expected, undefined])
    })
  }

  const environment: readonly (readonly [string, string | undefined])[] = [
    ['${self:service}-${self:provider.stage}', 'shop-dev'],
    ['${self:service}-${self:provider.region}', 'shop-us-east-1'],
    ['${aws:region}', 'us-east-1'],
    ['${aws:accountId}', undefined],
    ['arn:${AWS::Partition}:x', 'arn:${AWS::Partition}:x'],
    ['a ${b} c', 'a ${b} c'],
    ["${opt:x, 'a, b'}", 'a, b'],
    ["${opt:x, ''}", ''],
    ['${strToBool(${self:custom.on})}', 'true'],
    ['${self:custom.on}', 'true'],
    ['${git:branch}', undefined],
    ['x${env:Y}z', undefined],
    ['${file(./a.txt):${self:service}}', undefined],
    ['😀 ${self:service} 😀', '😀 shop 😀'],
  ]
  for (const [text, expected] of environment) {
    it(`${expected === undefined ? 'is not known' : `gives “${expected}”`} in a text: ${text}`, async () => {
      const files = service(['handler: a.b', 'environment:', `  X: ${JSON.stringify(text)}`], custom)
      assert.deepEqual((await readOnly(files)).environment, expected === undefined ? {} : { X: expected })
    })
  }

  it('gives whole maps', async () => {
    const definition = await readOnly(
      service(
        ['${self:custom.base}'],
        'custom: { base: { handler: a.main, timeout: 3, environment: "${self:custom.vars}" }, vars: { A: 1 } }',
      ),
    )
    const { handler, timeoutSeconds, environment } = definition
    assert.deepEqual(
      { handler, timeoutSeconds, environment },
      { handler: 'a.main', timeoutSeconds: 3, environment: { A: '1' } },
    )
  })

  it('gives an environment, which hides that of the provider by name', async () => {
    const files = service(
      ['handler: a.b', 'environment: { B: "${env:B}", C: 3 }'],
      'provider: { name: aws, environment: "${self:custom.shared}" }',
      'custom: { shared: { A: 1, B: 2 } }',
    )
    assert.deepEqual((await readOnly(files)).environment, { A: '1', C: '3' })
  })

  it('of the region prefers the one that is said', async () => {
    const files = service(
      ['handler: a.b', 'environment: { R: "${self:provider.region}", S: "${aws:region}" }'],
      'provider: { name: aws, region: eu-west-1 }',
    )
    assert.deepEqual((await readOnly(files)).environment, { R: 'eu-west-1', S: 'eu-west-1' })
  })

  it('reads parameters of a stage in either form', async () => {
    const files = service(
      ['handler: a.b', 'timeout: "${param:t}"', 'memorySize: "${param:m}"'],
      'stages: { default: { params: { t: 5, m: 128 } }, dev: { params: { m: 256 } } }',
    )
    const { timeoutSeconds, memoryMb } = await readOnly(files)
    assert.deepEqual([timeoutSeconds, memoryMb], [5, 256])
  })

  it('names the handler and the code as well', async () => {
    const files = service(
      ['handler: "${self:custom.folder}/hello.main"', 'runtime: "${self:custom.runtime}"'],
      'custom: { folder: src, runtime: python3.13 }',
    )
    const { handler, runtime, spans } = await readOnly(files)
    assert.deepEqual([handler, runtime], ['src/hello.main', 'python3.13'])
    assert.deepEqual(Object.keys(spans), ['properties'])
  })
})

describe('variables in a circle', () => {
  const circles: readonly (readonly [string, string])[] = [
    ['to itself', 'custom: { a: "${self:custom.a}" }'],
    ['of two', 'custom: { a: "${self:custom.b}", b: "${self:custom.a}" }'],
    ['inside a text', 'custom: { a: "x${self:custom.b}", b: "y${self:custom.a}" }'],
    ['of addresses', 'custom: { a: "${self:custom.${self:custom.a}}" }'],
    ['of parents', 'custom: { a: { b: "${self:custom.a.b}" } }'],
  ]
  for (const [title, line] of circles) {
    it(`are a reason, and the rest is read: ${title}`, async () => {
      const use = title === 'of parents' ? '${self:custom.a.b}' : '${self:custom.a}'
      const { definitions, reason } = await readService(
        service(['handler: a.b', `memorySize: "${use}"`, 'timeout: 7'], line),
      )
      const [definition] = definitions as readonly [FunctionDefinition]
      assert.deepEqual([definition.timeoutSeconds, definition.memoryMb], [7, undefined])
      assert.deepEqual(definition.unresolved, ['memory'])
      assert.match(reason ?? '', /refers to itself/)
    })
  }

  it('that a default makes good are no problem for the value', async () => {
    const files = service(['handler: a.b', 'memorySize: "${self:custom.a, 128}"'], 'custom: { a: "${self:custom.a}" }')
    assert.equal((await readOnly(files)).memoryMb, 128)
  })

  it('are no endless matter when each doubles the one before', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `  v${index}: "\${self:custom.v${index + 1}}\${self:custom.v${index + 1}}"`,
    )
    const { definitions } = await readService(
      service(['handler: a.b', 'name: "${self:custom.v0}"'], `custom:\n${lines.join('\n')}\n  v60: x`),
    )
    assert.equal(definitions[0]?.functionName, undefined)
    assert.deepEqual(definitions[0]?.unresolved, ['functionName'])
  })

  it('are no endless matter through anchors', async () => {
    const { definitions } = await readService({
      'serverless.yml':
        'service: x\nprovider: { name: aws }\ncustom: &a [*a]\nfunctions: &f\n  - *f\n  - { b: { handler: a.b } }\n',
    })
    assert.deepEqual(
      definitions.map(({ logicalId }) => logicalId),
      ['b'],
    )
  })
})
