import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const { signal } = new AbortController()
const zip = Buffer.from('a zip')

const orders = {
  FunctionName: 'orders',
  FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
  Version: '$LATEST',
  MemorySize: 512,
  Timeout: 30,
  Architectures: ['x86_64'],
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/orders',
  CodeSha256: 'abc',
  CodeSize: 5,
  RevisionId: 'r1',
  PackageType: 'Zip',
  Description: 'takes orders',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  KMSKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1',
  Environment: { Variables: { TABLE: 'orders' } },
  EphemeralStorage: { Size: 1024 },
  Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:000000000000:layer:sharp:3', CodeSize: 10 }],
  TracingConfig: { Mode: 'Active' },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1', Ipv6AllowedForDualStack: false },
  FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:eu-west-1:0:access-point/1', LocalMountPath: '/mnt/a' }],
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN', LogGroup: '/shop' },
  DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:failed' },
}

describe('a copy of a function', () => {
  let bucket: ReturnType<typeof createServer>
  let location: string
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  before(async () => {
    bucket = createServer((request, response) => {
      response.writeHead(request.url === '/orders.zip' ? 200 : 403).end(zip)
    })
    await new Promise<void>(resolve => bucket.listen(0, '127.0.0.1', resolve))
    location = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`
  })
  after(() => bucket.close())
  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  interface Source {
    readonly configuration?: object
    readonly code?: object
    readonly create?: () => ProtocolAnswer
  }

  async function copy(source: Source = {}, more: object = {}) {
    const configuration = { ...orders, ...source.configuration }
    const code = source.code ?? { RepositoryType: 'S3', Location: `${location}/orders.zip` }
    server = await serveProtocol(({ method, url }) => {
      if (method === 'POST') return source.create?.() ?? { status: 201, body: configuration }
      const isCopy = url.includes('orders-copy')
      const found = isCopy ? { ...configuration, FunctionName: 'orders-copy', Description: 'sweep 1' } : configuration
      return { body: url.includes('/configuration') ? found : { Configuration: found, Code: code } }
    })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    const request = { source: 'orders', name: 'orders-copy', description: 'sweep 1', beforeCreate: async () => {} }
    return await lambdaControl(clients).copy({ ...request, ...more }, signal)
  }

  function created(): unknown {
    const body = server?.requests.find(({ method }) => method === 'POST')?.body
    return body === undefined ? undefined : JSON.parse(body)
  }

  it('has all that decides how a call runs, and reports every call into the log group of the function', async () => {
    assert.equal((await copy()).name, 'orders-copy')
    const { Role, Runtime, Handler, PackageType, Timeout, MemorySize, KMSKeyArn } = orders
    const { Architectures, Environment, EphemeralStorage, TracingConfig, FileSystemConfigs } = orders
    assert.deepEqual(created(), {
      FunctionName: 'orders-copy',
      Description: 'sweep 1',
      ...{ Role, Runtime, Handler, PackageType, Timeout, MemorySize, KMSKeyArn, Architectures },
      ...{ Environment, EphemeralStorage, TracingConfig, FileSystemConfigs },
      SnapStart: { ApplyOn: 'None' },
      Layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:sharp:3'],
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], Ipv6AllowedForDualStack: false },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'INFO', LogGroup: '/shop' },
      Code: { ZipFile: zip.toString('base64') },
    })
  })

  it('says nothing of what the function does not say', async () => {
    const { FunctionName, FunctionArn, Version, MemorySize, Timeout, CodeSha256, RevisionId, Role } = orders
    const least = { FunctionName, FunctionArn, Version, MemorySize, Timeout, CodeSha256, RevisionId, Role }
    const unset = Object.fromEntries(Object.keys(orders).map(key => [key, undefined]))
    await copy({ configuration: { ...unset, ...least } })
    assert.deepEqual(created(), {
      FunctionName: 'orders-copy',
      Description: 'sweep 1',
      ...{ Role, Timeout, MemorySize },
      LoggingConfig: { LogGroup: '/aws/lambda/orders' },
      Code: { ZipFile: zip.toString('base64') },
    })
  })

  it('is made of a version, on another architecture', async () => {
    await copy({}, { qualifier: '7', architecture: 'arm64' })
    assert.match(server?.requests[0]?.url ?? '', /\/functions\/orders\?Qualifier=7/)
    assert.deepEqual((created() as { Architectures: unknown }).Architectures, ['arm64'])
  })

  it('runs the very image of a function that is one', async () => {
    const ImageUri = '000000000000.dkr.ecr.eu-west-1.amazonaws.com/orders:latest'
    const ResolvedImageUri = '000000000000.dkr.ecr.eu-west-1.amazonaws.com/orders@sha256:c0de'
    const image = { PackageType: 'Image', Runtime: undefined, Handler: undefined }
    await copy({ configuration: image, code: { RepositoryType: 'ECR', ImageUri, ResolvedImageUri } })
    assert.deepEqual((created() as { Code: unknown }).Code, { ImageUri: ResolvedImageUri })
    await server?.close()
    await assert.rejects(copy({ configuration: image, code: { ImageUri } }, { architecture: 'arm64' }), {
      code: 'not-copied',
      message: /container image is not built for arm64/,
    })
  })

  const refused = [
    ['too large to be uploaded', { configuration: { CodeSize: 60_000_000 } }, /more than 50 MB/],
    [
      'whose variables may not be read',
      { configuration: { Environment: { Error: { ErrorCode: 'AccessDenied', Message: 'No kms:Decrypt.' } } } },
      /variables cannot be read: No kms:Decrypt/,
    ],
    ['whose code is not given', { code: { Location: 'PLACE/gone.zip' } }, /could not be downloaded: HTTP 403/],
    ['whose code is said to lie on this machine', { code: { Location: 'file:///etc' } }, /tells \/etc as the place/],
  ] as const
  for (const [what, source, message] of refused) {
    it(`is refused of a function ${what}, before anything is created`, async () => {
      const placed = JSON.parse(JSON.stringify(source).replace('PLACE', location)) as Source
      await assert.rejects(copy(placed), { code: 'not-copied', message })
      assert.equal(created(), undefined)
    })
  }

  it('knows its own creation again when the answer to it was lost', async () => {
    let tries = 0
    const create = (): ProtocolAnswer =>
      tries++ === 0
        ? { status: 500, errorType: 'ServiceException', body: { message: 'Internal' } }
        : { status: 409, errorType: 'ResourceConflictException', body: { message: 'Function already exist' } }
    assert.equal((await copy({ create })).name, 'orders-copy')
  })

  it('does not take a function of that name that was there before for its own', async () => {
    const create = () => ({ status: 409, errorType: 'ResourceConflictException', body: { message: 'already exist' } })
    await assert.rejects(copy({ create }), { code: 'function-busy' })
  })
})
