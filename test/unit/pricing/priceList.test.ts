import assert from 'node:assert/strict'
import { callUsd, callsUsd, priceDate } from '#pricing/cost.ts'
import { readPriceList, withRegion } from '#pricing/priceList.ts'
import { prices } from '#pricing/prices.ts'
import { priceListFile } from '../../support/priceListFile.ts'

const product = (group: string) => ({ productFamily: 'Serverless', attributes: { group, servicecode: 'AWSLambda' } })

describe('the price list', () => {
  it('has the tiers of each architecture, the request fee and the storage', () => {
    assert.deepEqual(readPriceList(priceListFile()), {
      date: '2027-01',
      prices: {
        usdPerRequest: 0.0000003,
        duration: {
          x86_64: [
            { upToGbSeconds: 6e9, usdPerGbSecond: 0.00002 },
            { upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 0.00001 },
          ],
          arm64: [{ upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 0.000015 }],
        },
        usdPerEphemeralGbSecond: 0.00000004,
      },
    })
  })

  it('is refused when it has no price of requests or duration, or is something else', () => {
    const { products, ...rest } = priceListFile()
    const { R: _, ...withoutRequests } = products
    const files = [undefined, null, 'text', [], {}, { ...rest, products: {} }, { ...rest, products: withoutRequests }]
    for (const file of files) assert.equal(readPriceList(file), undefined, JSON.stringify(file))
    assert.equal(
      readPriceList({ ...rest, products: { ...products, R: product('AWS-Lambda-Edge-Requests') } }),
      undefined,
    )
  })

  it('replaces the prices of its region alone, with their date', () => {
    const { date, prices: found } = readPriceList(priceListFile()) ?? assert.fail()
    const table = withRegion(prices, 'moon-north-1', date, found)
    const call = { architecture: 'x86_64', memoryMb: 1024, billedMs: 1000 } as const
    assert.equal(callUsd({ ...call, region: 'moon-north-1' }), undefined)
    assert.equal(callUsd({ ...call, region: 'moon-north-1' }, table), 0.00002 + 0.0000003)
    assert.equal(
      callsUsd(7e9, { ...call, region: 'moon-north-1' }, table),
      6e9 * 0.00002 + 1e9 * 0.00001 + 7e9 * 0.0000003,
    )
    assert.deepEqual([priceDate('moon-north-1', table), priceDate('us-east-1', table)], ['2027-01', prices.date])
    assert.equal(callUsd({ ...call, region: 'us-east-1' }, table), callUsd({ ...call, region: 'us-east-1' }))
    assert.deepEqual([priceDate('moon-north-1'), priceDate('lab')], [undefined, prices.date])
  })
})
