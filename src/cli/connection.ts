import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { reportLog } from '#aws/reportLog.ts'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { packageHandler } from '#bundle/functionPackage.ts'
import { silentLog } from '#common/log.ts'
import { runSettings } from '#handlers/runSettings.ts'
import { Journal } from '#tuning/journal.ts'
import type { SweepPorts } from '#tuning/sweep.ts'
import { startLabServices } from '#labServices.ts'
import type { Predict } from './labPrediction.ts'
import { labScript } from './labScript.ts'
import { findLocalTarget } from './localTarget.ts'

/** A function that can be tuned now. */
export interface TuneConnection extends SweepPorts {
  readonly functionName: string
  /** `lab`, or absent: the region of the function's ARN. */
  readonly region?: 'lab'
  /** Of the lab alone. */
  readonly predict?: Predict
  close(): Promise<void>
}

/** Packages the target's handler and deploys it into a lab of its own, which ends with the connection. */
export async function connectLab(target: string, signal: AbortSignal): Promise<TuneConnection> {
  const { root, handler, definition } = await findLocalTarget(target, process.cwd(), signal)
  const settings = runSettings(handler, definition)
  const codeFolder = definition?.codeFolder
  const source = { ...handler, root, runtime: settings.runtime, ...(codeFolder === undefined ? {} : { codeFolder }) }
  const code = await packageHandler(
    source,
    esbuildBundler(() => import('esbuild')),
    signal,
  )
  signal.throwIfAborted()
  // Not ended by the signal: an interrupted sweep still needs it, to put the function back.
  const lab = await startLabServices({ script: labScript }, silentLog)
  // What happens to a function of this lab ends with the lab, and so does the journal.
  const journalFolder = await mkdtemp(join(tmpdir(), 'lambda-lens-'))
  const close = async () => {
    await lab.close()
    await rm(journalFolder, { recursive: true, force: true })
  }
  try {
    await lab.deployer.deploy({ ...settings, ...code }, signal)
  } catch (error) {
    await close()
    throw error
  }
  return { ...lab, functionName: settings.name, region: 'lab', journal: new Journal(journalFolder), close }
}

/** A deployed function, by the region and credentials that AWS's own tools would use. */
export function connectAws(functionName: string): TuneConnection {
  const region = /^arn:[^:]+:lambda:([^:]+):/.exec(functionName)?.[1]
  const clients = createClients(region === undefined ? {} : { region })
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
  return {
    functionName,
    control: lambdaControl(clients),
    invoker: lambdaInvoker(clients),
    reports: reportLog(clients),
    journal: new Journal(join(state, 'lambda-lens', 'journal')),
    async close() {
      clients.destroy()
    },
  }
}
