import assert from 'node:assert/strict'
import { ingestionUsd, metricsUsd, scanUsd, scanUsdAtMost } from '#pricing/logCost.ts'

describe('the price of logs', () => {
  it('of scanning is half a cent a GB in us-east-1', () => {
    assert.equal(scanUsd(1e9, 'us-east-1'), 0.005)
    assert.equal(scanUsd(0, 'us-east-1'), 0)
  })

  it('of writing depends on the class', () => {
    assert.equal(ingestionUsd(2e9, 'us-east-1'), 1)
    assert.equal(ingestionUsd(2e9, 'us-east-1', 'infrequent'), 0.5)
    assert.equal(ingestionUsd(1e9, 'ap-northeast-1', 'infrequent'), undefined)
  })

  it('is unknown in a region that is not listed, and then the highest known one for keeping a limit', () => {
    for (const region of ['moon-north-1', 'constructor', '']) {
      assert.equal(scanUsd(1e9, region), undefined)
      assert.equal(ingestionUsd(1e9, region), undefined)
      assert.equal(scanUsdAtMost(1e9, region), 0.0076)
    }
    assert.equal(scanUsdAtMost(1e9, 'us-east-1'), 0.005)
  })

  it('is nothing in the lab', () => {
    assert.deepEqual([scanUsd(1e12, 'lab'), scanUsdAtMost(1e12, 'lab'), ingestionUsd(1e12, 'lab')], [0, 0, 0])
  })

  it('of metrics is a cent a thousand', () => {
    assert.equal(metricsUsd(2500), 0.025)
  })
})
