import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { functionConfiguration } from '#aws/functionConfiguration.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import {
  type ProtocolAnswer,
  type ProtocolRequest,
  type ProtocolServer,
  serveProtocol,
} from '../../support/protocolServer.ts'

const { signal } = new AbortController()

const orders = {
  FunctionName: 'orders',
  FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
  Version: '$LATEST',
  MemorySize: 512,
  Timeout: 3,
  CodeSha256: 'abc',
  RevisionId: 'r1',
  State: 'Active',
  LastUpdateStatus: 'Successful',
} as const

type Remote = Parameters<typeof functionConfiguration>[0]

describe('what a sweep heeds of a deployed function', () => {
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined
  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  async function controlOf(answer: (request: ProtocolRequest) => ProtocolAnswer) {
    server = await serveProtocol(answer)
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return lambdaControl(clients)
  }

  it('is its kind', () => {
    const kinds: readonly [Partial<Remote>, string][] = [
      [{}, 'event'],
      [{ PackageType: 'Image' }, 'event'],
      [{ DurableConfig: { ExecutionTimeout: 60 } }, 'durable'],
      [{ TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }, 'tenant-isolated'],
      [{ MasterArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders:1' }, 'edge'],
    ]
    for (const [more, kind] of kinds) assert.equal(functionConfiguration({ ...orders, ...more }).kind, kind)
    const managed = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'arn:x' } }
    assert.equal(functionConfiguration({ ...orders, CapacityProviderConfig: managed }).kind, 'managed-instances')
  })

  it('is one fingerprint of all that changes its calls, and of nothing else', () => {
    const print = (more: Partial<Remote>) => functionConfiguration({ ...orders, ...more }).fingerprint
    const same: readonly Partial<Remote>[] = [
      { MemorySize: 1024 },
      { RevisionId: 'r2', LastModified: '2026-11-20T12:00:00.000+0000', LastUpdateStatus: 'Failed' },
      { Version: '7', FunctionArn: `${orders.FunctionArn}:7`, Description: 'a version' },
      { RuntimeVersionConfig: { RuntimeVersionArn: 'arn:new' } },
      { SnapStart: { OptimizationStatus: 'Off' } },
    ]
    for (const more of same) assert.equal(print(more), print({}), JSON.stringify(more))
    const other: readonly Partial<Remote>[] = [
      { CodeSha256: 'new' },
      { Timeout: 4 },
      { Handler: 'other.handler' },
      { Role: 'arn:role' },
      { Environment: { Variables: { A: '1' } } },
      { EphemeralStorage: { Size: 1024 } },
      { Layers: [{ Arn: 'arn:layer:1' }] },
      { Architectures: ['arm64'] },
      { VpcConfig: { SubnetIds: ['subnet-1'] } },
      { TracingConfig: { Mode: 'Active' } },
      { LoggingConfig: { LogFormat: 'JSON' } },
      { SnapStart: { ApplyOn: 'PublishedVersions' } },
    ]
    const prints = other.map(print)
    assert.equal(new Set([...prints, print({})]).size, other.length + 1)
    const variables = (Variables: Record<string, string>) => print({ Environment: { Variables } })
    assert.equal(variables({ A: '1', B: '2' }), variables({ B: '2', A: '1' }))
  })

  it('is where it logs, and whether it reports', () => {
    const logging = (LoggingConfig?: Remote['LoggingConfig']) =>
      functionConfiguration({ ...orders, ...(LoggingConfig && { LoggingConfig }) }).logging
    assert.deepEqual(logging(), { group: '/aws/lambda/orders', reports: true })
    assert.deepEqual(logging({ LogFormat: 'Text', LogGroup: '/shop' }), { group: '/shop', reports: true })
    assert.equal(logging({ LogFormat: 'JSON', SystemLogLevel: 'INFO' }).reports, true)
    assert.equal(logging({ LogFormat: 'JSON', SystemLogLevel: 'WARN' }).reports, false)
  })

  it('is why its last update failed', () => {
    const failed = { ...orders, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The subnet is full.' } as const
    assert.equal(functionConfiguration(failed).updateFailure, 'The subnet is full.')
    assert.ok(!('updateFailure' in functionConfiguration(orders)))
  })

  it('is all versions that an alias points to, over all pages', async () => {
    const control = await controlOf(({ url }) => ({
      body: url.includes('Marker=more')
        ? { Aliases: [{ Name: 'dev', FunctionVersion: '$LATEST', RevisionId: 'a2' }] }
        : {
            Aliases: [
              {
                Name: 'live',
                FunctionVersion: '1',
                RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
                RevisionId: 'a1',
              },
            ],
            NextMarker: 'more',
          },
    }))
    assert.deepEqual(await control.aliases('orders', signal), [
      { name: 'live', versions: ['1', '2'], revisionId: 'a1' },
      { name: 'dev', versions: ['$LATEST'], revisionId: 'a2' },
    ])
  })

  it('is its reserved concurrency, and what of it is provisioned', async () => {
    const control = await controlOf(({ url }) => ({
      body: url.includes('provisioned-concurrency')
        ? { ProvisionedConcurrencyConfigs: [2, 3].map(count => ({ RequestedProvisionedConcurrentExecutions: count })) }
        : { ReservedConcurrentExecutions: 10 },
    }))
    assert.deepEqual(await control.concurrency('orders', signal), { reserved: 10, provisioned: 5 })
    await server?.close()
    const unlimited = await controlOf(() => ({ body: {} }))
    assert.deepEqual(await unlimited.concurrency('orders', signal), { provisioned: 0 })
  })

  it('is its tags, unless they may not be read', async () => {
    const control = await controlOf(() => ({ body: { Configuration: orders, Tags: { stage: 'prod' } } }))
    assert.deepEqual(await control.tags('orders', signal), { stage: 'prod' })
    await server?.close()
    const denied = { Configuration: orders, TagsError: { ErrorCode: 'AccessDenied', Message: 'No.' } }
    assert.equal(await (await controlOf(() => ({ body: denied }))).tags('orders', signal), undefined)
  })
})

describe('changes whose answers are lost', () => {
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined
  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  const lost = { status: 500, errorType: 'ServiceException', body: { message: 'Internal' } }
  const revisionGone = { status: 412, errorType: 'PreconditionFailedException', body: { message: 'Revision' } }

  async function controlOf(write: readonly ProtocolAnswer[], read: (url: string) => unknown) {
    let next = 0
    server = await serveProtocol(({ method, url }) =>
      method === 'GET' ? { body: read(url) } : (write[Math.min(next++, write.length - 1)] ?? lost),
    )
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return lambdaControl(clients)
  }

  const version = { ...orders, Version: '7', Description: 'sweep 1' }
  const versions = (url: string) => (url.includes('/versions') ? { Versions: [orders, version] } : version)

  it('a version is known again by its description', async () => {
    const control = await controlOf([lost, revisionGone], versions)
    assert.equal((await control.publish('orders', 'sweep 1', 'r1', signal)).version, '7')
  })

  it("somebody else's version is none of ours", async () => {
    const control = await controlOf([lost, revisionGone], versions)
    await assert.rejects(control.publish('orders', 'sweep 2', 'r1', signal), { code: 'function-changed' })
  })

  it('an alias is known again by its version', async () => {
    const alias = { Name: 'live', FunctionVersion: '7', RevisionId: 'a2' }
    const control = await controlOf([lost, revisionGone], () => alias)
    await control.moveAlias('orders', 'live', '7', 'a1', signal)
    await server?.close()
    const other = await controlOf([lost, revisionGone], () => ({ ...alias, FunctionVersion: '8' }))
    await assert.rejects(other.moveAlias('orders', 'live', '7', 'a1', signal), { code: 'function-changed' })
  })
})
