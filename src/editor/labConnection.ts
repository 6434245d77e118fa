import type { FunctionDeployer } from '#bundle/functionDeployer.ts'
import type { InvocationSource } from '#telemetry/invocationSource.ts'
import type { SweepPorts } from '#tuning/sweep.ts'

/** A running lab, through the same ports as AWS. */
export interface LabConnection extends SweepPorts {
  readonly deployer: FunctionDeployer
  readonly invocations: InvocationSource
  readonly pid: number
  /** How CPU is limited: `cgroup1`, `cgroup2`, `stop-loop`, `none`. */
  readonly limiter: string
  /** Settles when the lab's process has ended, wanted or not. */
  readonly exited: Promise<unknown>
  close(): Promise<void>
}
