import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import {
  type ProtocolAnswer,
  type ProtocolRequest,
  type ProtocolServer,
  serveProtocol,
} from '../../support/protocolServer.ts'

const settledHello = {
  FunctionName: 'hello',
  FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:hello',
  Version: '$LATEST',
  MemorySize: 512,
  Timeout: 3,
  Architectures: ['arm64'],
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  CodeSha256: 'abc',
  RevisionId: 'r1',
  EphemeralStorage: { Size: 1024 },
  Description: 'says hello',
  State: 'Active',
  LastUpdateStatus: 'Successful',
}

describe('the control of a deployed function', () => {
  const { signal } = new AbortController()
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  async function controlOf(answer: (request: ProtocolRequest) => ProtocolAnswer | undefined) {
    server = await serveProtocol(answer)
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return lambdaControl(clients)
  }

  /** Answers in turn; the last one again and again. */
  function inTurn(...answers: readonly ProtocolAnswer[]): () => ProtocolAnswer | undefined {
    let next = 0
    return () => answers[Math.min(next++, answers.length - 1)]
  }

  it('reads what a sweep needs to know', async () => {
    const control = await controlOf(() => ({ body: settledHello }))
    const { fingerprint, ...found } = await control.read('hello', signal)
    assert.ok(fingerprint)
    assert.deepEqual(found, {
      name: 'hello',
      arn: settledHello.FunctionArn,
      version: '$LATEST',
      memoryMb: 512,
      timeoutSeconds: 3,
      architecture: 'arm64',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      codeSha256: 'abc',
      revisionId: 'r1',
      ephemeralStorageMb: 1024,
      description: 'says hello',
      kind: 'event',
      snapStart: false,
      logging: { group: '/aws/lambda/hello', reports: true },
    })
  })

  it('reads an image, which has neither runtime nor handler, and the defaults of what is left out', async () => {
    const { Runtime, Handler, Architectures, EphemeralStorage, Description, ...image } = settledHello
    const control = await controlOf(() => ({ body: image }))
    const found = await control.read('hello', signal)
    assert.ok(!('runtime' in found) && !('handler' in found))
    assert.deepEqual([found.architecture, found.ephemeralStorageMb, found.description], ['x86_64', 512, ''])
  })

  it('waits until an update has settled, and reads the revision only then', async () => {
    const control = await controlOf(
      inTurn(
        { body: { ...settledHello, State: 'Pending', RevisionId: 'r0' } },
        { body: { ...settledHello, LastUpdateStatus: 'InProgress' } },
        { body: { ...settledHello, RevisionId: 'r2' } },
      ),
    )
    assert.equal((await control.read('hello', signal)).revisionId, 'r2')
    assert.equal(server?.requests.length, 3)
  })

  it('stops waiting when it is cancelled', async () => {
    const controller = new AbortController()
    const control = await controlOf(() => {
      if (server?.requests.length === 2) controller.abort()
      return { body: { ...settledHello, LastUpdateStatus: 'InProgress' } }
    })
    await assert.rejects(control.read('hello', controller.signal), { name: 'AbortError' })
    assert.equal(server?.requests.length, 2)
  })

  it('writes memory on condition of the revision', async () => {
    const control = await controlOf(({ method }) => ({
      body: { ...settledHello, MemorySize: 1024, RevisionId: method === 'PUT' ? 'r2' : 'r3' },
    }))
    const found = await control.setMemory('hello', 1024, 'r1', signal)
    assert.deepEqual([found.memoryMb, found.revisionId], [1024, 'r3'])
    assert.deepEqual(JSON.parse(server?.requests[0]?.body ?? ''), { MemorySize: 1024, RevisionId: 'r1' })
  })

  it('does not write over a change of somebody else', async () => {
    const control = await controlOf(() => ({
      status: 412,
      errorType: 'PreconditionFailedException',
      body: { message: 'The Revision Id provided does not match the latest Revision Id.' },
    }))
    await assert.rejects(control.setMemory('hello', 1024, 'r1', signal), { code: 'function-changed' })
    assert.equal(server?.requests.length, 1)
  })

  const lostAnswer = { status: 500, errorType: 'ServiceException', body: { message: 'Internal' } }
  const revisionGone = { status: 412, errorType: 'PreconditionFailedException', body: { message: 'Revision' } }

  it('knows its own change again when the answer to it was lost', async () => {
    const after = { body: { ...settledHello, MemorySize: 1024, RevisionId: 'r2' } }
    const control = await controlOf(inTurn(lostAnswer, revisionGone, after))
    assert.equal((await control.setMemory('hello', 1024, 'r1', signal)).revisionId, 'r2')
  })

  it('does not take a change of somebody else for its own after a lost answer', async () => {
    const after = { body: { ...settledHello, MemorySize: 3008, RevisionId: 'r2' } }
    const control = await controlOf(inTurn(lostAnswer, revisionGone, after))
    await assert.rejects(control.setMemory('hello', 1024, 'r1', signal), { code: 'function-changed' })
  })

  it('says why an update could not be carried out', async () => {
    const control = await controlOf(() => ({
      body: { ...settledHello, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The subnet has no addresses' },
    }))
    await assert.rejects(control.setMemory('hello', 1024, 'r1', signal), {
      code: 'update-failed',
      message: /The subnet has no addresses/,
    })
  })

  it('publishes, and waits until the version can be called', async () => {
    const version = { ...settledHello, Version: '7', Description: 'sweep 1' }
    const control = await controlOf(
      inTurn(
        { status: 201, body: { ...version, State: 'Pending' } },
        { body: { ...version, State: 'Pending' } },
        { body: version },
      ),
    )
    const published = await control.publish('hello', 'sweep 1', 'r1', signal)
    assert.deepEqual(published, { version: '7', description: 'sweep 1', memoryMb: 512 })
    assert.deepEqual(JSON.parse(server?.requests[0]?.body ?? ''), { Description: 'sweep 1', RevisionId: 'r1' })
    assert.match(server?.requests.at(-1)?.url ?? '', /Qualifier=7/)
    assert.equal(server?.requests.length, 3)
  })

  it('lists published versions over all pages', async () => {
    const control = await controlOf(({ url }) => ({
      body: url.includes('Marker=more')
        ? { Versions: [{ ...settledHello, Version: '2', MemorySize: 1024 }] }
        : { Versions: [settledHello, { ...settledHello, Version: '1' }], NextMarker: 'more' },
    }))
    assert.deepEqual(await control.listVersions('hello', signal), [
      { version: '1', description: 'says hello', memoryMb: 512 },
      { version: '2', description: 'says hello', memoryMb: 1024 },
    ])
  })

  it('deletes a version that is gone already without complaint', async () => {
    const control = await controlOf(() => ({
      status: 404,
      errorType: 'ResourceNotFoundException',
      body: { message: 'Function not found' },
    }))
    await control.deleteVersion('hello', '7', signal)
    assert.match(server?.requests[0]?.url ?? '', /functions\/hello.*Qualifier=7/)
  })

  it('never deletes what is no published version', async () => {
    const control = await controlOf(() => ({ status: 204 }))
    for (const version of ['', '$LATEST', 'live']) {
      await assert.rejects(control.deleteVersion('hello', version, signal), RangeError)
    }
    assert.equal(server?.requests.length, 0)
  })

  it('says so when the endpoint does not speak the whole protocol', async () => {
    const control = await controlOf(() => ({ body: {} }))
    await assert.rejects(control.read('hello', signal), { code: 'answer-incomplete' })
  })
})
