import assert from 'node:assert/strict'
import { keptPriceText, readKeptPrices, withKept } from '#pricing/keptPrices.ts'
import { readPriceList } from '#pricing/priceList.ts'
import { priceDate, usdPerMillion } from '#pricing/cost.ts'
import { prices } from '#pricing/prices.ts'
import { priceListFile } from '../../support/priceListFile.ts'

describe('prices that are kept', () => {
  const read = readPriceList(priceListFile()) ?? assert.fail('the file has prices')
  const regions = { 'moon-north-1': { ...read.prices, date: read.date } }

  it('come back as they were, with a last tier that has no end', () =>
    assert.deepEqual(readKeptPrices(keptPriceText(regions)), regions))

  it('price a region that was unknown, with their own date', () => {
    const table = withKept(prices, regions)
    const call = { architecture: 'x86_64', region: 'moon-north-1', memoryMb: 1024, billedMs: 1000 } as const
    assert.equal(usdPerMillion(call), undefined)
    assert.equal(usdPerMillion(call, table), 20.3)
    assert.deepEqual([priceDate('moon-north-1', table), priceDate('us-east-1', table)], ['2027-01', '2026-09'])
  })

  it('give way to a table that is newer', () => {
    const old = { 'us-east-1': { ...read.prices, date: '2020-01' } }
    assert.deepEqual(withKept(prices, old), prices)
  })

  for (const text of [
    '',
    'null',
    '[]',
    '{"form":2,"regions":{}}',
    '{"form":1,"regions":{"a":{}}}',
    '{"form":1,"regions":{"a":{"usdPerRequest":-1,"date":"2027-01","duration":{"x86_64":[]}}}}',
    '{"form":1,"regions":{"a":{"usdPerRequest":1,"date":"2027-01","duration":{"x86_64":[{"usdPerGbSecond":"x"}]}}}}',
  ]) {
    it(`are none in ${text || 'nothing'}`, () => assert.deepEqual(readKeptPrices(text), {}))
  }
})
