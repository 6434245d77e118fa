import type { Invocation } from '#telemetry/invocation.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import type { Sample } from '#tuning/sample.ts'

export function invocation(durationMs: number, memoryMb: number, more: Partial<Invocation> = {}): Invocation {
  const billedMs = Math.ceil(durationMs + (more.initMs ?? 0))
  return { requestId: 'r', durationMs, billedMs, memoryMb, maxMemoryUsedMb: 80, status: 'success', ...more }
}

/** Warm samples of one size. */
export function warm(memoryMb: number, ...durations: readonly number[]): Sample[] {
  return durations.map(ms => ({ memoryMb, cold: false, invocation: invocation(ms, memoryMb) }))
}

export function cold(memoryMb: number, durationMs: number, initMs: number): Sample {
  return { memoryMb, cold: true, invocation: invocation(durationMs, memoryMb, { initMs }) }
}

export const configuration: FunctionConfiguration = {
  name: 'resize',
  arn: 'arn:aws:lambda:us-east-1:123456789012:function:resize',
  version: '$LATEST',
  memoryMb: 512,
  timeoutSeconds: 10,
  architecture: 'x86_64',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  codeSha256: 'c0de',
  revisionId: 'r1',
  ephemeralStorageMb: 512,
  description: '',
  kind: 'event',
  snapStart: false,
  logging: { group: '/aws/lambda/resize', reports: true },
  fingerprint: 'f1',
}
