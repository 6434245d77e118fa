import { createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import type { FunctionDeployer } from '#bundle/functionDeployer.ts'
import type { Log } from '#common/log.ts'
import { startLab } from '#lab/start.ts'
import type { InvocationSource } from '#telemetry/invocationSource.ts'
import type { FunctionControl, Invoker } from '#tuning/functionControl.ts'

/** A lab that runs, behind the same ports as AWS. */
export interface LabServices {
  readonly control: FunctionControl
  readonly invoker: Invoker
  readonly deployer: FunctionDeployer
  readonly invocations: InvocationSource
  readonly pid: number
  readonly limiter: string
  readonly exited: Promise<unknown>
  close(): Promise<void>
}

/** Starts the lab's process and connects the SDK clients to it. Rejects with a `LensError` when it does not start. */
export async function startLabServices(options: Parameters<typeof startLab>[0], log: Log): Promise<LabServices> {
  const lab = await startLab(options)
  const { endpoint, region, credentials, pid, limiter, exited } = lab
  const clients = createClients({ endpoint, region, credentials })
  return {
    control: lambdaControl(clients),
    invoker: lambdaInvoker(clients),
    deployer: lambdaDeployer(clients),
    invocations: invocationLog(clients, log),
    pid,
    limiter,
    exited,
    async close() {
      clients.destroy()
      await lab.stop()
    },
  }
}
