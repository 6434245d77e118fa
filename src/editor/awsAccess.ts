import type { ListedFunction } from '#handlers/deployed/functionMatch.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'

/** How deployed functions ran. Rejects with a `LensError` that says what to do. */
export interface DeployedStatistics {
  /** By name or ARN. What is younger than ten minutes is not asked for again, unless a person wants it. */
  statisticsOf(target: string, hours: number, signal: AbortSignal, isWanted?: boolean): Promise<FunctionStatistics>
  /** What is known without asking anybody, however old. */
  known(target: string, hours: number): Promise<{ readonly statistics: FunctionStatistics } | undefined>
}

/** Which account, by a profile of the AWS config files, and which region. Absent: as AWS's own tools find it. */
export interface AwsPlace {
  readonly profile?: string
  readonly region?: string
}

export interface AwsProfileChoice {
  readonly name: string
  /** In words: `SSO`, `role of base, with MFA`. */
  readonly kind: string
  readonly region?: string
}

/** What the editor asks of AWS. Everything rejects with a `LensError` that says what to do. */
export interface AwsAccess {
  readonly regions: readonly { readonly code: string; readonly name: string }[]
  /** Those of the AWS config files as they are now. */
  profiles(): Promise<readonly AwsProfileChoice[]>
  /** The place with what AWS's own tools would take for what is absent. */
  effective(place: AwsPlace): Promise<AwsPlace>
  /** Gets the keys of a place, so that what people are asked for it is asked now. */
  signIn(place: AwsPlace): Promise<void>
  /** Page by page. */
  functions(place: AwsPlace, signal: AbortSignal): AsyncIterable<readonly ListedFunction[]>
  readonly stacks: StackResources
  /** Of functions in one place; kept on this machine, and asked again when they are old. */
  statistics(place: AwsPlace): Promise<DeployedStatistics>
  /** Forgets credentials and connections: the next question makes them anew. */
  reset(): void
}
