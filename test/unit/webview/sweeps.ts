import type { TuneFigures, TuneSize, TuneState } from '#protocol/tune.ts'

/** Fixed sweeps for the tests of the page; the figures are invented. */
function figures(memoryMb: number, p50Ms: number, changed: Partial<TuneFigures> = {}): TuneFigures {
  const usdPerMillion = (memoryMb / 1024) * p50Ms * 0.0166667 + 0.2
  return {
    n: 9,
    meanMs: p50Ms * 1.01,
    p5Ms: p50Ms * 0.95,
    p50Ms,
    p95Ms: p50Ms * 1.1,
    p99Ms: p50Ms * 1.2,
    billedMeanMs: p50Ms + 1,
    usdPerMillion,
    usdLow: usdPerMillion * 0.97,
    usdHigh: usdPerMillion * 1.03,
    peakMemoryMb: 96,
    errors: 0,
    ...changed,
  }
}

export function measured(memoryMb: number, p50Ms: number, changed: Partial<TuneFigures> = {}): TuneSize {
  return { memoryMb, status: 'ok', callsDone: 9, callsPlanned: 9, figures: figures(memoryMb, p50Ms, changed) }
}

export const outOfMemory: TuneSize = {
  memoryMb: 128,
  status: 'failed',
  reason: 'out of memory (Runtime.OutOfMemory)',
  callsDone: 1,
  callsPlanned: 9,
}

export function waiting(memoryMb: number): TuneSize {
  return { memoryMb, status: 'waiting', callsDone: 0, callsPlanned: 9 }
}

/** The same sweep in a region whose price is not known. */
export function withoutPrice(state: TuneState): TuneState {
  const sizes = state.sizes.map(size => {
    if (size.figures === undefined) return size
    const { usdPerMillion, usdLow, usdHigh, ...rest } = size.figures
    return usdPerMillion === undefined || usdLow === undefined || usdHigh === undefined
      ? size
      : { ...size, figures: rest }
  })
  return { ...state, sizes }
}

/** 512 MB now, 1,536 MB recommended, 1,024 MB cheapest, 3,008 MB fastest, 128 MB failed. */
export const doneSweep: TuneState = {
  phase: 'done',
  target: {
    title: 'resizeImage',
    functionName: 'orders-prod-ResizeFn',
    source: 'aws',
    region: 'eu-west-1',
    runtime: 'nodejs24.x',
    architecture: 'x86_64',
    currentMemoryMb: 512,
    timeoutSeconds: 30,
  },
  plan: {
    sizes: [128, 256, 512, 768, 1024, 1536, 2048, 3008],
    callsMin: 24,
    callsMax: 72,
    payloadName: 'events/resize.json',
    objective: 'fastest within 5 % of the cheapest',
    touches: [],
  },
  activity: '',
  callsDone: 64,
  usdSpent: 0.0006,
  sizes: [
    outOfMemory,
    measured(256, 1560),
    measured(512, 724),
    measured(768, 478),
    measured(1024, 352),
    measured(1536, 243),
    measured(2048, 206),
    measured(3008, 203),
  ],
  recommendation: {
    memoryMb: 1536,
    cheapestMb: 1024,
    fastestMb: 3008,
    objective: 'fastest within 5 % of the cheapest',
    certainty: 0.973,
    durationChange: -0.664,
    costChange: 0.009,
    tolerance: 0.05,
  },
  restored: true,
}

export function withoutRecommendation(state: TuneState, sizes = state.sizes): TuneState {
  const { recommendation, ...rest } = state
  return recommendation === undefined ? { ...state, sizes } : { ...rest, sizes }
}
