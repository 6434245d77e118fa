import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { metricReader } from '#aws/metricReader.ts'
import { reportLog } from '#aws/reportLog.ts'
import { stateMachines } from '#aws/stateMachines.ts'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { packageHandler } from '#bundle/functionPackage.ts'
import { silentLog } from '#common/log.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { runSettings } from '#handlers/runSettings.ts'
import type { MetricSource } from '#telemetry/metricSource.ts'
import { SweepHistory } from '#tuning/history.ts'
import { Journal } from '#tuning/journal.ts'
import type { StateMachines } from '#tuning/stateMachine.ts'
import type { SweepPorts } from '#tuning/sweep.ts'
import { startLabServices } from '#labServices.ts'
import type { Predict } from './labPrediction.ts'
import { labScript } from './labScript.ts'
import { findLocalTarget } from './localTarget.ts'

/** A function that can be tuned now. */
export type TuneConnection = LabTuneConnection | DeployedConnection

interface Connection extends SweepPorts {
  readonly functionName: string
  readonly history: SweepHistory
  close(): Promise<void>
}

export interface LabTuneConnection extends Connection {
  readonly source: 'lab'
  readonly predict: Predict
  /** Which handler it is, for the history. */
  readonly functionKey: string
  /** Absolute path of the project. */
  readonly root: string
  readonly definition?: FunctionDefinition
}

export interface DeployedConnection extends Connection {
  readonly source: 'aws'
  readonly metrics: MetricSource
  readonly machines: StateMachines
}

/** Packages the target's handler and deploys it into a lab of its own, which ends with the connection. */
export async function connectLab(target: string, signal: AbortSignal): Promise<LabTuneConnection> {
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
  return {
    ...lab,
    source: 'lab',
    functionName: settings.name,
    root,
    ...(definition ? { definition } : {}),
    functionKey: `lab:${join(root, handler.file)}#${handler.exportName}`,
    journal: new Journal(journalFolder),
    history: new SweepHistory(join(stateFolder(), 'history')),
    close,
  }
}

/** A deployed function, by the region and credentials that AWS's own tools would use. */
export function connectAws(functionName: string): DeployedConnection {
  const region = /^arn:[^:]+:lambda:([^:]+):/.exec(functionName)?.[1]
  const clients = createClients(region === undefined ? {} : { region })
  return {
    source: 'aws',
    functionName,
    control: lambdaControl(clients),
    invoker: lambdaInvoker(clients),
    reports: reportLog(clients),
    metrics: metricReader(clients),
    machines: stateMachines(clients),
    journal: new Journal(join(stateFolder(), 'journal')),
    history: new SweepHistory(join(stateFolder(), 'history')),
    async close() {
      clients.destroy()
    },
  }
}

function stateFolder(): string {
  return join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'lambda-lens')
}
