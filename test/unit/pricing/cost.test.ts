import assert from 'node:assert/strict'
import { callsUsd, callUsd, gbSeconds, pricedAs, usdPerMillion } from '#pricing/cost.ts'

const virginia = { architecture: 'x86_64', region: 'us-east-1' } as const

function expectUsd(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) < 1e-9, `${actual} is not ${expected}`)
}

describe('the price of a call', () => {
  it('counts 1,024 MB as a GB', () => {
    assert.equal(gbSeconds(1024, 1000), 1)
    assert.equal(gbSeconds(128, 4000), 0.5)
  })

  const workedExample = [
    { memoryMb: 128, billedMs: 11_720, usd: '0.0246' },
    { memoryMb: 256, billedMs: 6_680, usd: '0.0280' },
    { memoryMb: 512, billedMs: 3_190, usd: '0.0268' },
    { memoryMb: 1024, billedMs: 1_460, usd: '0.0245' },
  ]
  for (const { memoryMb, billedMs, usd } of workedExample) {
    it(`is $${usd} for a thousand calls of the worked example at ${memoryMb} MB`, () => {
      assert.equal(callsUsd(1000, { ...virginia, memoryMb, billedMs })?.toFixed(4), usd)
    })
  }

  it('is a fifth lower in duration on arm64', () => {
    expectUsd(callUsd({ ...virginia, architecture: 'arm64', memoryMb: 1024, billedMs: 1000 }), 0.0000133334 + 0.2e-6)
  })

  it('charges ephemeral storage only above 512 MB', () => {
    const call = { ...virginia, memoryMb: 1024, billedMs: 1000 }
    assert.equal(callUsd({ ...call, ephemeralStorageMb: 512 }), callUsd(call))
    expectUsd(callUsd({ ...call, ephemeralStorageMb: 1536 }), 0.0000166667 + 0.0000000309 + 0.2e-6)
  })

  it('grows by 20 cents a million through the request fee', () => {
    expectUsd(usdPerMillion({ ...virginia, memoryMb: 128, billedMs: 0 }), 0.2)
  })

  it('falls with the tiers of a month', () => {
    const gbSecond = { ...virginia, memoryMb: 1024, billedMs: 1000 }
    const requests = 16e9 * 0.2e-6
    expectUsd(callsUsd(16e9, gbSecond), 6e9 * 0.0000166667 + 9e9 * 0.000015 + 1e9 * 0.0000133334 + requests)
  })

  it('has regional exceptions', () => {
    const call = { architecture: 'x86_64', memoryMb: 1024, billedMs: 1000 } as const
    expectUsd(callUsd({ ...call, region: 'ap-east-1' }), 0.00002292 + 0.28e-6)
  })

  it('of the lab is that of us-east-1, and says so', () => {
    assert.equal(pricedAs('lab'), 'us-east-1')
    assert.equal(pricedAs('eu-west-1'), 'eu-west-1')
    const call = { ...virginia, memoryMb: 256, billedMs: 100 }
    assert.equal(callUsd({ ...call, region: 'lab' }), callUsd(call))
  })

  it('is unknown where a price is not known', () => {
    const call = { architecture: 'x86_64', region: 'us-east-1', memoryMb: 128, billedMs: 1 } as const
    assert.equal(pricedAs('moon-north-1'), undefined)
    assert.equal(pricedAs('constructor'), undefined)
    assert.equal(callUsd({ ...call, region: 'moon-north-1' }), undefined)
    assert.equal(usdPerMillion({ ...call, region: 'moon-north-1' }), undefined)
    assert.equal(callUsd({ ...call, region: 'af-south-1', architecture: 'arm64' }), undefined)
    assert.equal(callUsd({ ...call, region: 'af-south-1', ephemeralStorageMb: 1024 }), undefined)
    assert.equal(callsUsd(1e15, { ...call, region: 'af-south-1', billedMs: 1000 }), undefined)
  })
})
