import assert from 'node:assert/strict'
import { effectiveMemoryMb, effectiveTimeoutSeconds } from '#handlers/effectiveSettings.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { spanned } from '../../spanned.ts'
import { readOnly, readService, service } from './serviceProject.ts'

const full = `# 😀 shop
service: shop
frameworkVersion: '3'
plugins:
  - serverless-esbuild
custom:
  memory: 2048
provider:
  name: aws
  runtime: nodejs22.x
  stage: \${opt:stage, 'dev'}
  timeout: 20
  environment:
    LEVEL: info
    TABLE: shared
    STAGE: \${sls:stage}
functions:
  orders: # the first
    handler: "src/orders.handler"
    memorySize: 256 # MB
    architecture: arm64
    name: shop-\${self:provider.stage}-the-orders
    environment:
      TABLE: !Ref Table
      LIMIT: 3
      SECRET: \${env:SECRET}
    events:
      - httpApi: GET /orders
  bill:
    handler: src/bill.handler
    memorySize: \${self:custom.memory}
    timeout: 29
`

describe('functions of a service', () => {
  it('are read with defaults of the provider, and the place of every own value', async () => {
    const { definitions, reason } = await readService({ 'app/serverless.yml': full })
    assert.deepEqual([reason, definitions.length], [undefined, 2])
    const [orders] = definitions
    assert.ok(orders)
    const { spans, sharedSpans, ...rest } = orders
    assert.deepEqual(rest, {
      template: 'app/serverless.yml',
      logicalId: 'orders',
      kind: 'serverless',
      functionKind: 'event',
      line: 18,
      handler: 'src/orders.handler',
      runtime: 'nodejs22.x',
      memoryMb: 256,
      timeoutSeconds: 20,
      functionName: 'shop-dev-the-orders',
      architecture: 'arm64',
      codeFolder: 'app',
      buildMethod: 'esbuild',
      bundling: { from: 'serverless-esbuild', options: { target: 'node22', external: ['aws-sdk'] } },
      entryPoints: ['src/orders'],
      eventSources: [
        { name: 'httpApi', type: 'api', line: 28, method: 'GET', path: '/orders', spans: {}, unresolved: [] },
      ],
      environment: { LEVEL: 'info', STAGE: 'dev', LIMIT: '3' },
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(full, spans), { architecture: 'arm64', handler: '"src/orders.handler"', memory: '256' })
    assert.deepEqual(spanned(full, sharedSpans), { runtime: 'nodejs22.x', timeout: '20' })
  })

  it('share what a variable takes from elsewhere', async () => {
    const { definitions } = await readService({ 'serverless.yml': full })
    const bill = definitions[1]
    assert.deepEqual([bill?.memoryMb, bill?.functionName], [2048, 'shop-dev-bill'])
    assert.deepEqual(spanned(full, bill?.spans ?? {}), { handler: 'src/bill.handler', timeout: '29' })
    assert.deepEqual(spanned(full, bill?.sharedSpans ?? {}), { runtime: 'nodejs22.x', memory: '2048' })
  })

  it('are read from CRLF with a byte order mark at the same places', async () => {
    const text = `\uFEFF${full.replaceAll('\n', '\r\n')}`
    const { definitions } = await readService({ 'serverless.yml': text })
    const [orders] = definitions
    assert.equal(spanned(text, orders?.spans ?? {})['memory'], '256')
    assert.deepEqual([orders?.line, orders?.memoryMb], [18, 256])
  })

  it('have 1,024 MB and 6 s where nothing is said', async () => {
    const definition = await readOnly(service(['handler: a.b']))
    assert.deepEqual(
      [definition.memoryMb, effectiveMemoryMb(definition), effectiveTimeoutSeconds(definition)],
      [undefined, 1024, 6],
    )
  })

  it('have no default where something is said that is known only later', async () => {
    const definition = await readOnly(service(['handler: a.b', 'memorySize: ${env:MEMORY}', 'timeout: [3]']))
    assert.deepEqual(definition.unresolved.toSorted(), ['memory', 'timeout'])
    assert.equal(effectiveMemoryMb(definition), undefined)
    assert.equal(effectiveTimeoutSeconds(definition), undefined)
  })

  it('say where a setting can be added', async () => {
    const files = service(['handler: a.b'])
    const at = (await readOnly(files)).spans['properties']
    assert.equal(files['serverless.yml']?.slice(at?.start, at?.end).trim(), 'handler: a.b')
  })

  it('share values by anchors and merge keys, which are not their own', async () => {
    const files = service(['<<: *small', 'handler: a.b', 'timeout: 9'], 'custom: { small: &small { memorySize: 192 } }')
    const { memoryMb, spans, sharedSpans } = await readOnly(files)
    assert.equal(memoryMb, 192)
    const text = files['serverless.yml'] ?? ''
    assert.deepEqual(spanned(text, spans), { handler: 'a.b', timeout: '9' })
    assert.equal(spanned(text, sharedSpans)['memory'], '192')
  })

  it('are read from JSON', async () => {
    const text = `{
  "service": { "name": "shop" },
  "provider": { "name": "aws", "runtime": "python3.13", "stage": "prod" },
  "functions": { "hello": { "handler": "src/hello.main", "memorySize": 512 } }
}`
    const definition = await readOnly({ 'serverless.json': text })
    assert.deepEqual([definition.functionName, definition.line], ['shop-prod-hello', 4])
    assert.deepEqual(spanned(text, definition.spans), { handler: '"src/hello.main"', memory: '512' })
  })

  it('may stand in a list of maps', async () => {
    const { definitions } = await readService({
      'serverless.yml':
        'service: shop\nprovider: { name: aws }\nfunctions:\n  - a: { handler: a.main }\n    b: { handler: b.main }\n  - c: { handler: c.main }\n',
    })
    assert.deepEqual(
      definitions.map(({ logicalId, line }) => `${line} ${logicalId}`),
      ['4 a', '5 b', '6 c'],
    )
  })

  const kinds: readonly (readonly [string, FunctionDefinition['functionKind']])[] = [
    ['durableConfig: { executionTimeout: 3600 }', 'durable'],
    ['events: [{ cloudFront: { eventType: viewer-request, origin: "s3://x" } }]', 'edge'],
    ['capacityProvider: main', 'managed-instances'],
    ['tenancy: { mode: PER_TENANT }', 'tenant-isolated'],
    ['lambdaAtEdge: { distribution: D, eventType: origin-request }', 'edge'],
    ['events: [{ http: GET /cloudFront }]', 'event'],
    ['events: cloudFront', 'event'],
  ]
  for (const [setting, kind] of kinds) {
    it(`are of kind ${kind} with “${setting}”`, async () => {
      assert.equal((await readOnly(service(['handler: a.b', setting]))).functionKind, kind)
    })
  }

  const names: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['the stage', ['provider: { name: aws, stage: prod }'], 'shop-prod-hello'],
    ['no stage', ['provider: { name: aws }'], 'shop-dev-hello'],
    ['the default of an option', ['provider: { name: aws, stage: "${opt:stage, \'test\'}" }'], 'shop-test-hello'],
    ['an option without default', ['provider: { name: aws, stage: "${opt:stage}" }'], undefined],
    ['a stage that asks for itself', ['provider: { name: aws, stage: "${sls:stage}" }'], 'shop-dev-hello'],
    ['the short form of a provider', ['provider: aws'], 'shop-dev-hello'],
  ]
  for (const [title, lines, functionName] of names) {
    it(`are named by ${title}`, async () => {
      const definition = await readOnly(service(['handler: a.b'], ...lines))
      assert.equal(definition.functionName, functionName)
      assert.deepEqual(definition.unresolved, functionName === undefined ? ['functionName'] : [])
    })
  }

  it('have layers, storage and environments kept ready', async () => {
    const definition = await readOnly(
      service(
        [
          'handler: a.b',
          'layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:x:1", !Ref LibLambdaLayer, "${env:LAYER}"]',
          'ephemeralStorageSize: 1024',
          'snapStart: true',
          'provisionedConcurrency: ${self:custom.ready}',
        ],
        'custom: { ready: 2 }',
      ),
    )
    const { layers, ephemeralStorageMb, snapStart, provisionedConcurrency } = definition
    assert.deepEqual(layers, ['arn:aws:lambda:eu-west-1:123456789012:layer:x:1', 'LibLambdaLayer'])
    assert.deepEqual([ephemeralStorageMb, snapStart, provisionedConcurrency], [1024, true, 2])
  })

  it('have the layers of the provider where they say none', async () => {
    const provider = 'provider: { name: aws, layers: [{ Ref: SharedLambdaLayer }] }'
    assert.deepEqual((await readOnly(service(['handler: a.b'], provider))).layers, ['SharedLambdaLayer'])
    assert.equal((await readOnly(service(['handler: a.b', 'layers: []'], provider))).layers, undefined)
  })

  it('are not named after the provider', async () => {
    assert.equal((await readOnly(service(['handler: a.b']))).functionName, 'shop-dev-hello')
  })
})
