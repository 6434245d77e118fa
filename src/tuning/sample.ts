import type { Invocation } from '#telemetry/invocation.ts'

/** One measured call of a sweep. */
export interface Sample {
  readonly memoryMb: number
  /** The call started its execution environment: its figures are kept apart from the warm ones. */
  readonly cold: boolean
  readonly invocation: Invocation
  /** Which execution environment of the size served it; absent where that is not known. */
  readonly environment?: number
}

/** The outcome of one call: a sample, or why there is none. Every call counts and is paid for. */
export type CallOutcome =
  | { readonly kind: 'sample'; readonly sample: Sample }
  /** The function failed: threw, timed out, ran out of memory, exited. */
  | { readonly kind: 'failure'; readonly reason: string; readonly errorType?: string; readonly invocation?: Invocation }
  /** The call went well, but its report was not in the log tail. */
  | { readonly kind: 'missing' }
