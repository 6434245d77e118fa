import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import type { Deployment } from '#bundle/functionDeployer.ts'
import { type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const deployment: Deployment = {
  name: 'hello',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  zip: Buffer.from('a zip'),
  memoryMb: 512,
  timeoutSeconds: 3,
  environment: { STAGE: 'test', COLOUR: 'blue' },
  architecture: 'x86_64',
}

const deployed = {
  FunctionName: 'hello',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  CodeSha256: createHash('sha256').update('a zip').digest('base64'),
  Architectures: ['x86_64'],
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  MemorySize: 512,
  Timeout: 3,
  Environment: { Variables: { COLOUR: 'blue', STAGE: 'test' } },
}

describe('deploying', () => {
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  /** The requests that change something, of a deployment to where `existing` is: `METHOD path` and body. */
  async function changesAgainst(existing: object | undefined): Promise<[string, Record<string, unknown>][]> {
    let exists = existing !== undefined
    server = await serveProtocol(({ method }) => {
      if (method === 'GET' && !exists) return { status: 404, errorType: 'ResourceNotFoundException', body: {} }
      exists = true
      return { body: existing ?? deployed }
    })
    clients = createClients({
      endpoint: server.endpoint,
      region: 'lab',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await lambdaDeployer(clients).deploy(deployment, new AbortController().signal)
    assert.equal(server.requests.at(-1)?.method, 'GET', 'waits until the change has settled')
    return server.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, url, body }) => [`${method} ${url.split('?')[0]}`, JSON.parse(body)])
  }

  it('creates a function that does not exist', async () => {
    assert.deepEqual(await changesAgainst(undefined), [
      [
        'POST /2015-03-31/functions',
        {
          FunctionName: 'hello',
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          MemorySize: 512,
          Timeout: 3,
          Environment: { Variables: { STAGE: 'test', COLOUR: 'blue' } },
          Architectures: ['x86_64'],
          Code: { ZipFile: Buffer.from('a zip').toString('base64') },
          Role: 'arn:aws:iam::000000000000:role/lambda-lens-lab',
        },
      ],
    ])
  })

  it('leaves alone what is the same already', async () => {
    assert.deepEqual(await changesAgainst(deployed), [])
  })

  it('uploads changed code only', async () => {
    assert.deepEqual(await changesAgainst({ ...deployed, CodeSha256: 'other' }), [
      [
        'PUT /2015-03-31/functions/hello/code',
        { ZipFile: Buffer.from('a zip').toString('base64'), Architectures: ['x86_64'] },
      ],
    ])
  })

  for (const difference of [{ MemorySize: 128 }, { Timeout: 9 }, { Handler: 'a.b' }, { Environment: undefined }]) {
    it(`writes the configuration when ${Object.keys(difference).join()} differs`, async () => {
      const changes = await changesAgainst({ ...deployed, ...difference })
      assert.deepEqual(
        changes.map(([request]) => request),
        ['PUT /2015-03-31/functions/hello/configuration'],
      )
      assert.deepEqual(changes[0]?.[1]['Environment'], { Variables: { STAGE: 'test', COLOUR: 'blue' } })
    })
  }
})
