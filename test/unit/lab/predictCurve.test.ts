import assert from 'node:assert/strict'
import { type CpuSample, predictCurve } from '#lab/predictCurve.ts'

/** A call as work and waits in turn, in ms. */
interface Phase {
  readonly workMs: number
  readonly waitMs: number
}

const sizes = [128, 256, 512, 1024, 1769, 3008]

/** What a sampler sees each ms of the call when nothing throttles it. */
function unthrottled(phases: readonly Phase[]): CpuSample[] {
  const samples: CpuSample[] = [{ atMs: 0, cpuMs: 0 }]
  let cpuMs = 0
  let atMs = 0
  const pass = (ms: number, isWork: boolean) => {
    for (let left = ms; left > 1e-9; ) {
      const step = Math.min(left, Math.floor(atMs + 1 + 1e-9) - atMs)
      left -= step
      atMs += step
      if (isWork) cpuMs += step
      samples.push({ atMs, cpuMs })
    }
  }
  for (const { workMs, waitMs } of phases) {
    pass(workMs, true)
    pass(waitMs, false)
  }
  return samples
}

/** The call under a quota of each 20 ms, in steps of 10 µs: nothing like the replay that it checks. */
function throttled(phases: readonly Phase[], memoryMb: number): number {
  const stepMs = 0.01
  const quotaMs = (memoryMb / 1769) * 20
  let steps = 0
  let usedMs = 0
  for (const { workMs, waitMs } of phases) {
    let openMs = workMs
    for (let restMs = waitMs; openMs > stepMs / 2 || restMs > stepMs / 2; steps++) {
      if (steps % 2000 === 0) usedMs = 0
      if (openMs > stepMs / 2) {
        if (usedMs + stepMs > quotaMs) continue
        usedMs += stepMs
        openMs -= stepMs
      } else restMs -= stepMs
    }
  }
  return steps * stepMs
}

const calls: Readonly<Record<string, readonly Phase[]>> = {
  'work alone': [{ workMs: 137, waitMs: 0 }],
  'waiting alone': [{ workMs: 0.4, waitMs: 200 }],
  'short bursts between waits': Array.from({ length: 12 }, () => ({ workMs: 3, waitMs: 25 })),
  'work, a wait, and more work': [
    { workMs: 40, waitMs: 60 },
    { workMs: 80.5, waitMs: 7.25 },
  ],
}

describe('the curve predicted from one call', () => {
  for (const [name, phases] of Object.entries(calls)) {
    it(`is that of a simulated quota: ${name}`, () => {
      for (const { memoryMb, durationMs } of predictCurve(unthrottled(phases), sizes)) {
        const expected = throttled(phases, memoryMb)
        const error = Math.abs(durationMs - expected)
        // At a period's end, a sample may fall on either side: a part of one quota's work, at most one sample's.
        assert.ok(error <= 0.01 * expected + 0.5, `${memoryMb} MB: ${durationMs} ms, simulated ${expected} ms`)
      }
    })
  }

  it('does not throttle bursts that fit into the quota', () => {
    const [small] = predictCurve(unthrottled([{ workMs: 1, waitMs: 100 }]), [128])
    assert.equal(small?.durationMs.toFixed(3), '101.000')
  })

  it('takes CPU that was accounted late as used before', () => {
    const late = unthrottled([{ workMs: 40, waitMs: 10 }]).map(({ atMs, cpuMs }) => ({
      atMs,
      // The kernel's tick: nothing is told but each 4 ms.
      cpuMs: Math.floor(Math.min(atMs, cpuMs) / 4) * 4,
    }))
    const exact = predictCurve(unthrottled([{ workMs: 40, waitMs: 10 }]), sizes)
    for (const [index, { durationMs }] of predictCurve(late, sizes).entries())
      assert.ok(Math.abs(durationMs - (exact[index]?.durationMs ?? 0)) < 4)
  })
})
