import assert from 'node:assert/strict'
import { type CpuTimeline, parallelism, predictCurve } from '#lab/predictCurve.ts'

/** A call as work and waits in turn, in ms. */
interface Phase {
  readonly workMs: number
  readonly waitMs: number
}

const sizes = [128, 256, 512, 1024, 1769, 3008]

/** What a sampler sees each ms of the call when nothing throttles it. */
function unthrottled(phases: readonly Phase[]): CpuTimeline {
  const samples = [{ atMs: 0, cpuMs: 0 }]
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
  return timeline(
    samples.map(sample => sample.atMs),
    samples.map(sample => sample.cpuMs),
  )
}

/** Of threads that never wait for a core. */
function timeline(atMs: readonly number[], ...threads: (readonly number[])[]): CpuTimeline {
  return { atMs, threads: threads.map(cpuMs => ({ cpuMs, waitedMs: atMs.map(() => 0) })) }
}

const durations = (call: CpuTimeline, memory: readonly number[]) =>
  predictCurve(call, memory).map(({ durationMs }) => Number(durationMs.toFixed(3)))
const counted = (count: number, step = 1) => Array.from({ length: count }, (_, index) => index * step)

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
    const call = unthrottled([{ workMs: 40, waitMs: 10 }])
    const [thread] = call.threads
    // The kernel's tick: nothing is told but each 4 ms.
    const late = timeline(call.atMs, thread?.cpuMs.map(cpuMs => Math.floor(cpuMs / 4) * 4) ?? [])
    const exact = predictCurve(call, sizes)
    for (const [index, { durationMs }] of predictCurve(late, sizes).entries())
      assert.ok(Math.abs(durationMs - (exact[index]?.durationMs ?? 0)) < 4)
  })

  it('lets several threads share the quota, and gives them more cores with more memory', () => {
    const twoThreads = timeline(counted(101), counted(101), counted(101))
    // 200 ms of work: at 256 MB 2.894 ms of each 20, which both use up in half of that.
    const [small, one, two, four] = durations(twoThreads, [256, 1769, 3538, 7076])
    const periods = Math.floor(200 / (20 * (256 / 1769)))
    assert.ok(small !== undefined && small >= periods * 20 && small <= (periods + 1) * 20, `${small} ms`)
    assert.deepEqual([one, two, four], [190, 100, 100])
    assert.equal(parallelism(twoThreads), 2)
    assert.equal(parallelism(timeline(counted(11), counted(11))), 1)
    assert.equal(parallelism(timeline(counted(11), counted(11, 0))), 1)
  })

  it('does not count the waiting for this machine’s cores', () => {
    // Two threads take turns on one core: each works half of the time and waits for the core in the other half.
    const [atMs, half] = [counted(101), counted(101, 0.5)]
    const turns = { atMs, threads: [0, 1].map(() => ({ cpuMs: half, waitedMs: half })) }
    assert.deepEqual(durations(turns, [3538]), [50])
    assert.equal(parallelism(turns), 2)
    // Told late, when the thread gets its core at last.
    const waitedMs = atMs.map(ms => (ms < 60 ? 0 : 50))
    const cpuMs = atMs.map(ms => Math.max(0, ms - 60) + Math.min(ms, 10))
    assert.deepEqual(durations({ atMs, threads: [{ cpuMs, waitedMs }] }, [1769]), [50])
  })

  it('keeps the time in which nobody could run', () => {
    const asleep = timeline(counted(201), counted(201, 0), counted(201, 0.001))
    assert.deepEqual(durations(asleep, [256, 1769]), [200, 200])
  })
})
