import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { LensError } from '#common/errors.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:'

function remote(name: string, more: object = {}): object {
  return {
    FunctionName: name,
    FunctionArn: `${arn}${name}`,
    Version: '$LATEST',
    MemorySize: 1024,
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 2048 },
    CodeSha256: 'c0de',
    LastModified: '2026-11-20T10:00:00.250+0000',
    ...more,
  }
}

describe('the directory of functions', () => {
  const { signal } = new AbortController()
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  async function directory(answer: (url: string) => ProtocolAnswer) {
    server = await serveProtocol(({ url }) => answer(decodeURIComponent(url)))
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return functionDirectory(clients)
  }

  const urls = () => (server?.requests ?? []).map(({ url }) => decodeURIComponent(url))
  const denied = { status: 403, errorType: 'AccessDeniedException', body: { message: 'no' } }
  const missing = { status: 404, errorType: 'ResourceNotFoundException', body: { message: 'no' } }

  it('asks for no other function while AWS refuses everybody, and again later', async () => {
    const expired = { status: 403, errorType: 'ExpiredTokenException', body: { message: 'expired' } }
    let isRefused = true
    const functions = await directory(() => (isRefused ? expired : { body: remote('f') }))
    const names = Array.from({ length: 20 }, (_, n) => `f${n}`)
    const batches = [names.slice(0, 10), names.slice(10)].map(some => functions.describe(some, signal))
    for (const found of (await Promise.all(batches)).flatMap(batch => [...batch.values()])) {
      assert.ok(found instanceof LensError && found.code === 'credentials-expired')
    }
    assert.equal(urls().length, 5, 'those that were under way')
    isRefused = false
    assert.ok(!((await functions.describe(['f'], signal)).get('f') instanceof LensError))
  })

  it('reads the list once for those who ask at the same time', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `f${n}`)
    const functions = await directory(() => ({ body: { Functions: names.map(name => remote(name)) } }))
    const both = await Promise.all([functions.describe(names, signal), functions.describe(names, signal)])
    assert.deepEqual(
      both.map(found => found.size),
      [30, 30],
    )
    assert.equal(urls().length, 1)
  })

  it('describes a function as far as its calls depend on it', async () => {
    const functions = await directory(() => ({ body: remote('orders') }))
    assert.deepEqual((await functions.describe(['orders'], signal)).get('orders'), {
      name: 'orders',
      arn: `${arn}orders`,
      region: 'eu-west-1',
      kind: 'event',
      memoryMb: 1024,
      architecture: 'arm64',
      ephemeralStorageMb: 2048,
      logGroup: '/aws/lambda/orders',
      logFormat: 'text',
      systemLogLevel: 'INFO',
      hasSnapStart: false,
      hasLambdaInsights: false,
      codeSha256: 'c0de',
      lastModified: Date.parse('2026-11-20T10:00:00.250Z'),
    })
  })

  it('knows its kind, its logging and the version that an alias stands for', async () => {
    const logging = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: 'shop' }
    const cases = [
      [{ LoggingConfig: logging }, { logFormat: 'json', systemLogLevel: 'WARN', logGroup: 'shop' }],
      [{ SnapStart: { ApplyOn: 'PublishedVersions' } }, { hasSnapStart: true }],
      [
        { Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:60' }] },
        { hasLambdaInsights: true },
      ],
      [{ CapacityProviderConfig: {} }, { kind: 'managed-instances' }],
      [{ DurableConfig: {} }, { kind: 'durable' }],
      [{ TenancyConfig: {} }, { kind: 'tenant-isolated' }],
      [{ MasterArn: `${arn}orders:1` }, { kind: 'edge' }],
      [
        { Version: '7', FunctionArn: `${arn}orders:live` },
        { qualifier: 'live', version: '7', arn: `${arn}orders` },
      ],
    ] as const
    for (const [more, expected] of cases) {
      const functions = await directory(() => ({ body: remote('orders', more) }))
      const target = 'qualifier' in expected ? 'orders:live' : `${arn}orders`
      const found = (await functions.describe([target], signal)).get(target)
      for (const [name, value] of Object.entries(expected)) {
        assert.deepEqual(Reflect.get(found ?? {}, name), value, name)
      }
      await server?.close()
    }
  })

  it('lists the functions of the account when many are asked for', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `f${n}`)
    const functions = await directory(url => {
      if (url.includes('/functions/') && url.includes('f99')) return missing
      const page = url.includes('Marker=more') ? names.slice(50) : names.slice(0, 50)
      return {
        body: { Functions: page.map(name => remote(name)), ...(page.length === 50 ? { NextMarker: 'more' } : {}) },
      }
    })
    const found = await functions.describe([...names, 'f99'], signal)
    assert.equal(found.size, 61)
    assert.ok(found.get('f59') && !(found.get('f59') instanceof LensError))
    assert.equal((found.get('f99') as LensError).code, 'not-found')
    assert.equal(urls().length, 3)
  })

  it('asks for each where functions may not be listed', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `f${n}`)
    const functions = await directory(url => {
      const name = /functions\/(\w+)/.exec(url)?.[1]
      return name === undefined ? denied : { body: remote(name) }
    })
    const found = await functions.describe(names, signal)
    assert.ok([...found.values()].every(one => !(one instanceof LensError)))
    assert.equal(urls().length, 31)
  })

  it('gives each function that cannot be described its reason', async () => {
    const functions = await directory(url => (url.includes('secret') ? denied : missing))
    const found = await functions.describe(['secret', 'nobody', 'no name!'], signal)
    assert.deepEqual(
      [...found.values()].map(one => (one as LensError).code),
      ['access-denied', 'not-found', 'bad-target'],
    )
  })

  it('tells the versions, oldest first', async () => {
    const version = (Version: string, LastModified: string) => remote('f', { Version, LastModified })
    const functions = await directory(() => ({
      body: {
        Versions: [
          remote('f'),
          version('2', '2026-11-20T10:00:00.000+0000'),
          version('1', '2026-11-19T10:00:00.000+0000'),
        ],
      },
    }))
    assert.deepEqual(
      (await functions.versions('f', signal)).map(one => [one.version, new Date(one.publishedAt).getUTCDate()]),
      [
        ['1', 19],
        ['2', 20],
      ],
    )
  })
})
