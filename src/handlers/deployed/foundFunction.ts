import type { LensError } from '#common/errors.ts'
import type { FunctionDefinition, Handler } from '../handler.ts'

/** What a deployed function is asked for: a handler, a definition, or a handler with the definition that names it. */
export interface DeployedTarget {
  readonly handler?: Pick<Handler, 'file' | 'exportName'>
  readonly definition?: FunctionDefinition
  /** Its name in a lab that runs. */
  readonly labName?: string
}

/** By what a deployed function was found, in the order in which they are asked. */
export type FoundVia = 'link' | 'literalName' | 'namingScheme' | 'stack' | 'terraformState' | 'lab'

/** The deployed function that a handler is, as far as links, files and stacks tell; what the service says of it is telemetry's. */
export interface FoundFunction {
  readonly name: string
  /** Without a qualifier; absent where the account is not known. */
  readonly arn?: string
  /** Absent: the region that is chosen on this machine. */
  readonly region?: string
  readonly account?: string
  /** The profile that the project deploys with: a suggestion, never used unasked. */
  readonly profile?: string
  /** Version or alias; absent: `$LATEST`. */
  readonly qualifier?: string
  readonly via: FoundVia
  /** What must hold for this to be the function, in words: `the parameters have their defaults`. */
  readonly assumption?: string
  /** Of a function of the lab: why no deployed one was found. */
  readonly reason?: string
}

/** Why the deployed function is not known. */
export interface NotDeployed {
  readonly reason: string
  /** Which functions it may be, where that is open. */
  readonly candidates?: readonly FoundFunction[]
  /** AWS was asked and did not answer; asking again may help. */
  readonly error?: LensError
}
