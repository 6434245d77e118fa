import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { createPace } from '#aws/pace.ts'
import { serveProtocol } from '../../support/protocolServer.ts'

describe('createPace', () => {
  /** When each of the requests has its turn, in ms, with a clock that goes on only by waiting. */
  async function turnsOf(perSecond: number, asked: readonly number[]): Promise<number[]> {
    let now = 0
    const turns: number[] = []
    const pace = createPace(
      perSecond,
      () => now,
      async ms => turns.push(now + ms),
    )
    for (now of asked) {
      const before = turns.length
      await pace.turn()
      if (turns.length === before) turns.push(now)
    }
    return turns
  }

  it('lets no more than so many pass in any second', async () => {
    assert.deepEqual(await turnsOf(2, [0, 0, 0, 0, 0]), [0, 0, 1000, 1000, 2000])
    assert.deepEqual(await turnsOf(2, [0, 900, 950, 1100]), [0, 900, 1000, 1900])
  })

  it('holds nobody up who comes seldom', async () => {
    assert.deepEqual(await turnsOf(2, [0, 500, 1000, 1500, 2000]), [0, 500, 1000, 1500, 2000])
  })
})

describe('the clients of the control plane', () => {
  /** How many turns a read takes whose first answers are failures of the service. */
  async function turns(host: string): Promise<number> {
    let asked = 0
    const server = await serveProtocol(() => ({ status: 500, errorType: 'ServiceException', body: {} }))
    const endpoint = server.endpoint.replace('127.0.0.1', host)
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const clients = createClients(
      { endpoint, region: 'eu-west-1', credentials },
      {
        async turn() {
          asked++
        },
      },
    )
    try {
      await assert.rejects((await clients.lambda()).listFunctions({}))
      assert.ok(asked === 0 || asked === server.requests.length)
      return asked
    } finally {
      clients.destroy()
      await server.close()
    }
  }

  it('keep the pace with every attempt', async () => {
    assert.ok((await turns('0.0.0.0')) > 1)
  })

  it('have no pace to keep with an emulator on this machine', async () => {
    assert.equal(await turns('127.0.0.1'), 0)
    assert.equal(await turns('localhost'), 0)
  })
})
