import { createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import type { Log } from '#common/log.ts'
import type { LabConnection } from '#editor/labConnection.ts'
import { startLab } from '#lab/start.ts'

/** Starts the lab's process and connects the SDK clients to it. Rejects with a `LensError` when it does not start. */
export async function startLabServices(
  options: Parameters<typeof startLab>[0],
  log: Log,
): Promise<Omit<LabConnection, 'journal'>> {
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
