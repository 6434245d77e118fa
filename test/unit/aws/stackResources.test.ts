import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { stackResources } from '#aws/stackResources.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import { refusal, type RemoteResource, serveCloudFormation } from '../../support/cloudFormation.ts'
import { type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const { signal } = new AbortController()
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

function lambda(number: number): RemoteResource {
  return { logicalId: `Fn${number}`, type: 'AWS::Lambda::Function', physicalId: `shop-Fn${number}-1A2B` }
}

describe('the resources of a stack', () => {
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  function stacksAt(made: ProtocolServer): StackResources {
    server = made
    const used = createClients({ endpoint: made.endpoint, region: 'eu-west-1', credentials })
    clients = used
    return stackResources(async () => used)
  }

  it('are read page by page', async () => {
    const remote = Array.from({ length: 7 }, (_, index) => lambda(index))
    const stacks = stacksAt(await serveCloudFormation({ shop: remote }, 3))
    assert.deepEqual(await stacks.resources({ stack: 'shop' }, signal), remote)
    assert.equal(server?.requests.length, 3)
  })

  it('may be asked for by the ARN of a nested stack', async () => {
    const arn = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-Backend-XYZ/0a1b2c3d'
    const stacks = stacksAt(await serveCloudFormation({ [arn]: [lambda(1)] }))
    assert.deepEqual(await stacks.resources({ stack: arn }, signal), [lambda(1)])
  })

  it('are those that are there', async () => {
    const gone = [
      { ...lambda(1), status: 'DELETE_COMPLETE' },
      { ...lambda(2), status: 'CREATE_FAILED' },
      { logicalId: 'Fn3', type: 'AWS::Lambda::Function', status: 'CREATE_IN_PROGRESS' },
      { ...lambda(4), status: 'UPDATE_ROLLBACK_COMPLETE' },
    ]
    const stacks = stacksAt(await serveCloudFormation({ shop: gone }))
    assert.deepEqual(await stacks.resources({ stack: 'shop' }, signal), [lambda(4)])
  })

  it('are none where there is no such stack', async () => {
    const stacks = stacksAt(await serveCloudFormation({}))
    assert.equal(await stacks.resources({ stack: 'shop' }, signal), undefined)
  })

  const refusals: readonly (readonly [string, string, string])[] = [
    ['AccessDenied', 'User is not authorized to perform: cloudformation:ListStackResources', 'access-denied'],
    ['ValidationError', '1 validation error detected: Value at stackName', 'request-refused'],
    ['ExpiredToken', 'The security token included in the request is expired', 'credentials-expired'],
  ]
  for (const [code, message, expected] of refusals) {
    it(`are not known after ${code}: ${message.slice(0, 30)}…`, async () => {
      const stacks = stacksAt(await serveProtocol(() => refusal(code, message, code === 'ValidationError' ? 400 : 403)))
      await assert.rejects(stacks.resources({ stack: 'shop' }, signal), { name: 'LensError', code: expected })
    })
  }

  it('are no longer asked for once that is cancelled', async () => {
    const controller = new AbortController()
    const stacks = stacksAt(
      await serveProtocol(() => {
        controller.abort()
        return undefined
      }),
    )
    await assert.rejects(stacks.resources({ stack: 'shop' }, controller.signal), { name: 'AbortError' })
  })
})
