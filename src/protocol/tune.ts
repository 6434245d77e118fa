/**
 * Messages between the extension host and the Tune panel, both directions. The host sends the whole state whenever it
 * changes; the page sends what the user did.
 */

export type ToTunePage = { readonly type: 'state'; readonly state: TuneState }

export type FromTunePage =
  /** The page listens now (again). */
  | { readonly type: 'ready' }
  | { readonly type: 'start' }
  | { readonly type: 'cancel' }
  | { readonly type: 'choosePayload' }
  | { readonly type: 'chooseSizes' }
  | { readonly type: 'chooseObjective' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openHandler' }
  /** The name of a function that may be in use, as the user typed it. */
  | { readonly type: 'confirm'; readonly name: string }
  | { readonly type: 'apply'; readonly to: 'template' | 'function'; readonly memoryMb: number }
  /** Takes back what was applied to the live function. */
  | { readonly type: 'undo' }

export type TunePhase = 'planning' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed'

export interface TuneState {
  readonly phase: TunePhase
  readonly target: TuneTarget
  readonly plan: TunePlan
  /** What is happening now, in words; empty when nothing is. */
  readonly activity: string
  readonly callsDone: number
  /** Absent where no price is known. */
  readonly usdSpent?: number
  /** Ascending memory. Sizes of the plan that have no sample yet are in it with `status: 'waiting'`. */
  readonly sizes: readonly TuneSize[]
  readonly recommendation?: TuneRecommendation
  /** Why the sweep failed, or what could not be put back. */
  readonly problem?: { readonly message: string; readonly remedy: string; readonly code: string }
  /** True once the function was compared with what it was before and found the same. */
  readonly restored?: boolean
  /** Epoch ms. */
  readonly finishedAt?: number
  /** Why the function's name is to be typed before it is swept. */
  readonly caution?: TuneCaution
  /** What else the user should know, in sentences. */
  readonly notes?: readonly string[]
  /** With the sweep before this one. */
  readonly comparison?: TuneComparison
  /** What was done with the recommendation. */
  readonly applied?: TuneApplied
  /** Where a recommendation can be applied: `template`, `function`. */
  readonly canApply?: readonly string[]
}

export interface TuneCaution {
  readonly name: string
  /** Sentences; never empty. */
  readonly reasons: readonly string[]
  /** What could not be found out, in sentences. */
  readonly unknown: readonly string[]
  readonly isConfirmed: boolean
}

/** A relative change of a mean, with its 95 % interval: −0.41 is 41 % less. */
export interface TuneChange {
  readonly change: number
  readonly low: number
  readonly high: number
  /** More than chance. */
  readonly isReal: boolean
}

export interface TuneComparison {
  /** When the earlier sweep ended, epoch ms. */
  readonly with: number
  readonly sameCode: boolean
  /** Of all sizes together; absent where none was measured in both. */
  readonly duration?: TuneChange
  readonly sizes: readonly { readonly memoryMb: number; readonly duration: TuneChange }[]
}

export interface TuneApplied {
  readonly to: 'template' | 'function'
  /** Absent where the template did not say. */
  readonly fromMb?: number
  readonly toMb: number
  /** The template that was edited. */
  readonly file?: string
  readonly canUndo: boolean
}

export interface TuneTarget {
  readonly title: string
  readonly functionName: string
  readonly source: 'lab' | 'aws'
  /** `lab`, or an AWS region. */
  readonly region: string
  readonly runtime?: string
  readonly architecture: 'x86_64' | 'arm64'
  readonly currentMemoryMb: number
  readonly timeoutSeconds: number
  /** How CPU is limited in the lab, in words: `CPU limited by control groups`. */
  readonly limiter?: string
}

export interface TunePlan {
  readonly sizes: readonly number[]
  readonly callsMin: number
  readonly callsMax: number
  /** At the prices of AWS, also for the lab; absent where the region's price is not known. */
  readonly usdMax?: number
  readonly payloadName: string
  readonly objective: string
  /** Sentences: what is touched and how it is put back. */
  readonly touches: readonly string[]
}

export interface TuneSize {
  readonly memoryMb: number
  readonly status: 'waiting' | 'measuring' | 'ok' | 'failed' | 'skipped'
  readonly reason?: string
  readonly callsDone: number
  /** Absent where the calls of the other sizes decide it. */
  readonly callsPlanned?: number
  readonly figures?: TuneFigures
  /** Of a size that was ruled out: what the others tell of it. */
  readonly predicted?: { readonly meanMs: number; readonly usdPerMillion?: number }
}

/** Warm calls of one size, with a 95 % bootstrap interval of the mean cost. */
export interface TuneFigures {
  readonly n: number
  readonly meanMs: number
  readonly p5Ms: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly billedMeanMs: number
  /** Absent where the price is unknown; its interval also with too few calls. */
  readonly usdPerMillion?: number
  readonly usdLow?: number
  readonly usdHigh?: number
  readonly coldP50Ms?: number
  readonly initP50Ms?: number
  readonly peakMemoryMb: number
  readonly errors: number
}

export interface TuneRecommendation {
  readonly memoryMb: number
  readonly cheapestMb: number
  readonly fastestMb: number
  readonly objective: string
  /** Share of bootstrap worlds in which the size wins or ties, 0 … 1; absent with too few calls to tell. */
  readonly certainty?: number
  /** Relative to the current size: −0.41 is 41 % less. Absent when the current size was not measured. */
  readonly durationChange?: number
  /** Absent also when the price is unknown. */
  readonly costChange?: number
  /** The tolerance that is shaded in the trade-off plot, where the objective has one: 0.05. */
  readonly tolerance?: number
}
