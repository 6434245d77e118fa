import type { SizeRecord, SweepRecord } from '#tuning/history.ts'

export function aSweepRecord(more: Partial<SweepRecord> = {}): SweepRecord {
  return {
    id: '1',
    functionKey: 'arn:aws:lambda:us-east-1:123456789012:function:resize',
    at: '2026-11-20T12:00:00.000Z',
    way: 'versions',
    objective: 'within:5',
    pricing: { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'us-east-1' },
    codeSha256: 'c0de',
    memoryMb: 512,
    ended: 'complete',
    calls: 20,
    sizes: [],
    ...more,
  }
}

/** Warm calls of one size, each billed to the next ms. */
export function sizeRecord(memoryMb: number, ...durations: readonly number[]): SizeRecord {
  return { memoryMb, warm: durations.map(ms => [ms, Math.ceil(ms)]), cold: [] }
}
