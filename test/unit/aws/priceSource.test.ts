import assert from 'node:assert/strict'
import { fetchPrices } from '#aws/priceSource.ts'
import { priceListFile } from '../../support/priceListFile.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

describe('the source of prices', () => {
  const { signal } = new AbortController()
  let server: ProtocolServer | undefined
  afterEach(async () => await server?.close())

  async function fetchFrom(answer: ProtocolAnswer) {
    server = await serveProtocol(() => answer)
    return await fetchPrices('eu-west-1', signal, server.endpoint)
  }

  it("reads the region's file of the price list", async () => {
    const { date, prices } = await fetchFrom({ body: priceListFile() })
    assert.deepEqual([date, prices.usdPerRequest], ['2027-01', 0.0000003])
    assert.equal(server?.requests[0]?.url, '/offers/v1.0/aws/AWSLambda/current/eu-west-1/index.json')
  })

  it('says why there are none', async () => {
    for (const answer of [{ status: 404 }, { body: { products: {} } }, { text: '<html>' }]) {
      await assert.rejects(fetchFrom(answer), { code: 'prices-not-read', message: /eu-west-1/ })
      await server?.close()
    }
    await assert.rejects(fetchPrices('eu-west-1', signal, 'http://127.0.0.1:1'), { code: 'prices-not-read' })
    await assert.rejects(fetchPrices('eu-west-1', AbortSignal.abort()), { name: 'AbortError' })
  })
})
