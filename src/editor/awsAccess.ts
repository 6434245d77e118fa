import type { ListedFunction } from '#handlers/deployed/functionMatch.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import type { RegionPrices } from '#pricing/prices.ts'
import type { SinceDeployment } from '#telemetry/deploymentChanges.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { LogVolume } from '#telemetry/logVolumes.ts'

/** How deployed functions ran. Rejects with a `LensError` that says what to do. */
export interface DeployedStatistics {
  /** By name or ARN. What is younger than ten minutes is not asked for again, unless a person wants it. */
  statisticsOf(target: string, hours: number, signal: AbortSignal, isWanted?: boolean): Promise<FunctionStatistics>
  /** What is known without asking anybody, however old. */
  known(target: string, hours: number): Promise<{ readonly statistics: FunctionStatistics } | undefined>
  /** Undefined where there was none lately, or no calls on both sides of it. */
  sinceDeployment(target: string, hours: number, signal: AbortSignal): Promise<SinceDeployment | undefined>
  /** What was written to the logs of functions in the windows of their statistics, by ARN; paid from the daily budget. */
  logVolumes(functions: readonly FunctionStatistics[], signal: AbortSignal): Promise<ReadonlyMap<string, LogVolume>>
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
  /** `placeFor`: the place for an account, where it is known, as this machine has it. */
  stacks(placeFor: (account: string | undefined) => AwsPlace): StackResources
  /** Of functions in one place; kept on this machine, and asked again when they are old. */
  statistics(place: AwsPlace): Promise<DeployedStatistics>
  /** Of a region, from the price list that AWS publishes; needs no credentials. */
  prices(region: string, signal: AbortSignal): Promise<{ readonly date: string; readonly prices: RegionPrices }>
  /** Forgets credentials and connections: the next question makes them anew. */
  reset(): void
}
