import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { reportLog } from '#aws/reportLog.ts'
import type { Deployment } from '#bundle/functionDeployer.ts'
import { type Lab, type LabStart, startLab } from '#lab/start.ts'
import type { FunctionControl, Invoker, ReportSource } from '#tuning/functionControl.ts'
import { Journal } from '#tuning/journal.ts'

/** A real lab under the real SDK clients, with an empty folder for the test's files. */
export interface TestLab {
  readonly lab: Lab
  readonly clients: AwsClients
  readonly control: FunctionControl
  readonly invoker: Invoker
  readonly reports: ReportSource
  readonly journal: Journal
  readonly folder: string
  /** Deploys `index.js`; the handler is `index.handler`. */
  deploy(name: string, code: string, more?: Partial<Deployment>): Promise<void>
  close(): Promise<void>
}

const script = join(import.meta.dirname, '../../src/lab/main.ts')

export async function startTestLab(options: Partial<LabStart> = {}): Promise<TestLab> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-test-'))
  const lab = await startLab({ script, ...options })
  const clients = createClients(lab)
  const deployer = lambdaDeployer(clients)
  return {
    lab,
    clients,
    control: lambdaControl(clients),
    invoker: lambdaInvoker(clients),
    reports: reportLog(clients, []),
    journal: new Journal(join(folder, 'journal')),
    folder,
    async deploy(name, code, more = {}) {
      const deployment: Deployment = {
        name,
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        zip: zipOf(code),
        memoryMb: 512,
        timeoutSeconds: 10,
        environment: {},
        architecture: 'x86_64',
        ...more,
      }
      await deployer.deploy(deployment, new AbortController().signal)
    },
    async close() {
      clients.destroy()
      await lab.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A package whose `index.js` is the code. */
export function zipOf(code: string): Uint8Array {
  return zipSync({ 'index.js': strToU8(code) })
}

/** A handler that keeps one core busy for so many milliseconds of CPU time. */
export function cpuHandler(cpuMs: number): string {
  return `exports.handler = async () => {
    const start = process.cpuUsage()
    let spent = 0
    while (spent < ${cpuMs * 1000}) {
      const { user, system } = process.cpuUsage(start)
      spent = user + system
    }
    return spent
  }`
}

/** What AWS's own tools read: whoever runs with it finds the lab as it would find AWS. */
export function labEnvironment({ lab, folder }: TestLab): NodeJS.ProcessEnv {
  const { endpoint, region, credentials } = lab
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    XDG_STATE_HOME: folder,
  }
}
