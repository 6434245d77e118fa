import { createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { reportLog } from '#aws/reportLog.ts'
import type { Log } from '#common/log.ts'
import type { LabConnection } from '#editor/labConnection.ts'
import { type PredictionRequest, predictInLab } from '#lab/predictionClient.ts'
import type { Prediction } from '#lab/prediction.ts'
import { startLab } from '#lab/start.ts'

export interface LabServices extends Omit<LabConnection, 'journal'> {
  /** A whole curve from calls that are not throttled; see `predictInLab`. */
  predict(request: PredictionRequest, signal: AbortSignal): Promise<Prediction>
}

/** Starts the lab's process and connects the SDK clients to it. Rejects with a `LensError` when it does not start. */
export async function startLabServices(options: Parameters<typeof startLab>[0], log: Log): Promise<LabServices> {
  const lab = await startLab(options)
  const { endpoint, region, credentials, pid, limiter, exited } = lab
  const clients = createClients({ endpoint, region, credentials })
  return {
    control: lambdaControl(clients),
    invoker: lambdaInvoker(clients),
    reports: reportLog(clients),
    deployer: lambdaDeployer(clients),
    invocations: invocationLog(clients, log),
    predict: (request, signal) => predictInLab(lab, request, signal),
    pid,
    limiter,
    exited,
    async close() {
      clients.destroy()
      await lab.stop()
    },
  }
}
