import type { LensError } from '#common/errors.ts'
import type { FoundFunction } from '#handlers/deployed/foundFunction.ts'
import type { OtherLanguage } from '#handlers/handler.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { SinceDeployment } from '#telemetry/deploymentChanges.ts'
import type { Statistics } from '#telemetry/statistics.ts'

/** Why AWS was not asked, where a lens speaks of the lab. */
interface Unlinked {
  readonly unlinked?: string
}

/** Of AWS; with a `problem`, what was kept from before it. */
export interface DeployedState {
  readonly kind: 'deployed'
  readonly deployed: FoundFunction
  readonly reading: FunctionStatistics
  readonly problem?: LensError
  /** Absent until somebody looks at it, and where it cannot be told. */
  readonly since?: SinceDeployment
}

/** What is known of a handler's calls, and why not more. */
export type LensState =
  | { readonly kind: 'reading' }
  | ({ readonly kind: 'notInLab'; readonly language: OtherLanguage } & Unlinked)
  | ({ readonly kind: 'notRunning' } & Unlinked)
  | ({ readonly kind: 'noCalls' } & Unlinked)
  | ({ readonly kind: 'known'; readonly statistics: Statistics } & Unlinked)
  | { readonly kind: 'failed'; readonly reason: string }
  /** There is an account, and nothing tells which of its functions this is. */
  | { readonly kind: 'notLinked'; readonly reason: string }
  /** Its template says that its calls cannot be told. */
  | { readonly kind: 'notRead'; readonly reason: string }
  | DeployedState
  | { readonly kind: 'unanswered'; readonly deployed: FoundFunction; readonly problem: LensError }
