import assert from 'node:assert/strict'
import type { Invocation } from '#telemetry/invocation.ts'
import { summarize } from '#telemetry/statistics.ts'

function call(figures: Partial<Invocation> = {}): Invocation {
  return {
    requestId: 'a',
    durationMs: 100,
    billedMs: 100,
    memoryMb: 1024,
    maxMemoryUsedMb: 90,
    status: 'success',
    ...figures,
  }
}

describe('the statistics of a window', () => {
  it('are none without invocations', () => {
    assert.equal(summarize([]), undefined)
  })

  it('have the percentiles of the durations, in whatever order these came', () => {
    const calls = Array.from({ length: 101 }, (_, i) => call({ durationMs: (i * 37) % 101 }))
    const statistics = summarize(calls)
    assert.equal(statistics?.count, 101)
    assert.deepEqual(
      [statistics?.p50Ms, statistics?.p90Ms, statistics?.p95Ms, statistics?.p99Ms, statistics?.maxMs],
      [50, 90, 95, 99, 100],
    )
  })

  it('tell init of the cold calls alone, and count restored calls as cold', () => {
    const statistics = summarize([call({ initMs: 400 }), call({ initMs: 500 }), call({ restoreMs: 80 }), call()])
    assert.equal(statistics?.initP50Ms, 450)
    assert.equal(statistics?.initP99Ms, 499)
    assert.equal(statistics?.coldShare, 0.75)
  })

  it('leave init out where no call had one', () => {
    const statistics = summarize([call()])
    assert.equal(statistics?.coldShare, 0)
    assert.ok(statistics && !('initP50Ms' in statistics) && !('initP99Ms' in statistics))
  })

  it('count errors and timeouts apart, and the peak of memory', () => {
    const statistics = summarize([
      call({ status: 'error', maxMemoryUsedMb: 1024 }),
      call({ status: 'timeout' }),
      call({ status: 'timeout' }),
      call(),
    ])
    assert.deepEqual([statistics?.errors, statistics?.timeouts, statistics?.peakMemoryMb], [1, 2, 1024])
  })

  it('price each call at its own memory', () => {
    const calls = [call({ billedMs: 1000 }), call({ billedMs: 1000, memoryMb: 2048 })]
    const usd = summarize(calls, { architecture: 'x86_64', region: 'us-east-1' })?.usdPerMillion
    assert.ok(usd !== undefined && Math.abs(usd - (1.5 * 16.6667 + 0.2)) < 1e-6, String(usd))
  })

  it('have no cost where the price is unknown', () => {
    const unknown = summarize([call()], { architecture: 'x86_64', region: 'moon-north-1' })
    assert.ok(unknown && !('usdPerMillion' in unknown))
    const notAsked = summarize([call()])
    assert.ok(notAsked && !('usdPerMillion' in notAsked))
  })
})
