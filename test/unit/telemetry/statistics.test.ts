import assert from 'node:assert/strict'
import { mean, quantile } from 'simple-statistics'
import { seededRandom } from '#common/random.ts'
import { type Invocation, ranOutOfMemory } from '#telemetry/invocation.ts'
import { summarize, withWaits } from '#telemetry/statistics.ts'

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

  it('agree with a reference library', () => {
    const random = seededRandom(3)
    // At these sizes the percentiles are values themselves, so that all definitions of a percentile agree.
    for (const size of [101, 1001, 10_001]) {
      const calls = Array.from({ length: size }, () => call({ durationMs: Math.exp(10 * random()) }))
      const durations = calls.map(({ durationMs }) => durationMs)
      const statistics = summarize(calls, { architecture: 'arm64', region: 'eu-west-1' })
      const { p50Ms, p90Ms, p95Ms, p99Ms, billedMs } = statistics ?? assert.fail()
      for (const [found, share] of [
        [p50Ms, 0.5],
        [p90Ms, 0.9],
        [p95Ms, 0.95],
        [p99Ms, 0.99],
      ] as const) {
        const expected = quantile(durations, share)
        assert.ok(Math.abs(found / expected - 1) < 1e-12, `${share} of ${size}: ${found} is not ${expected}`)
      }
      assert.equal(billedMs / size, mean(calls.map(one => one.billedMs)))
    }
  })

  it('tell init of the cold calls alone, and count restored calls as cold', () => {
    const statistics = summarize([call({ initMs: 400 }), call({ initMs: 500 }), call({ restoreMs: 80 }), call()])
    assert.equal(statistics?.initP50Ms, 450)
    assert.equal(statistics?.initP99Ms, 499)
    assert.equal(statistics?.coldShare, 0.75)
  })

  it('tell restores of the restored calls alone', () => {
    const statistics = summarize([call({ restoreMs: 80 }), call({ restoreMs: 100 }), call({ initMs: 400 }), call()])
    assert.deepEqual(
      [statistics?.restoreP50Ms, statistics?.restored, statistics?.initialized, statistics?.coldShare],
      [90, 2, 1, 0.75],
    )
  })

  it('know who waited once it is told how many environments were made ahead', () => {
    const statistics = summarize([call({ initMs: 400 }), call({ initMs: 500 }), call({ restoreMs: 80 }), call()])
    assert.ok(statistics && !('waited' in statistics))
    const { waited, coldShare } = withWaits(statistics, 4, 3)
    assert.deepEqual([waited, coldShare], [1.5, 0.375], 'half an init, and the restore')
    assert.equal(withWaits(statistics, 0, 0), statistics)
  })

  it('count calls that ran out of memory, by the type of the error or by memory used to the last', () => {
    const calls = [
      call({ status: 'error', errorType: 'Runtime.OutOfMemory' }),
      call({ status: 'error', errorType: 'Runtime.ExitError', maxMemoryUsedMb: 1024 }),
      call({ status: 'error', errorType: 'Runtime.ExitError', maxMemoryUsedMb: 1023 }),
      call({ maxMemoryUsedMb: 1024 }),
    ]
    assert.deepEqual(calls.map(ranOutOfMemory), [true, true, false, false])
    assert.deepEqual([summarize(calls)?.outOfMemory, summarize(calls)?.errors], [2, 3])
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
