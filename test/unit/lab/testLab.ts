import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { strToU8, zipSync } from 'fflate'
import { type Lab, type LabStart, startLab } from '#lab/start.ts'

export const labScript = join(import.meta.dirname, '../../../src/lab/main.ts')

const patience = { maxWaitTime: 5, minDelay: 0.05, maxDelay: 0.05 }

export interface Called {
  readonly error: string | undefined
  readonly version: string | undefined
  readonly payload: unknown
  readonly log: string
  /** Fields of the REPORT line by name: `Duration` → `12.34 ms`. */
  readonly report: ReadonlyMap<string, string>
}

/** A lab of its own process with SDK clients for it. */
export class TestLab {
  readonly lab: Lab
  readonly lambda: LambdaClient
  readonly logs: CloudWatchLogsClient

  private constructor(lab: Lab) {
    this.lab = lab
    const { endpoint, region, credentials } = lab
    const options = { endpoint, region, credentials, maxAttempts: 1 }
    this.lambda = new LambdaClient(options)
    this.logs = new CloudWatchLogsClient(options)
  }

  static async start(options: Partial<LabStart> = {}): Promise<TestLab> {
    return new TestLab(await startLab({ script: labScript, ...options }))
  }

  /** Creates a function of 1,024 MB, unless `more` says otherwise, and waits until it can be called. */
  async create(name: string, files: Record<string, string>, more: Partial<CreateFunctionCommandInput> = {}) {
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Role: 'arn:aws:iam::000000000000:role/lab',
        Handler: 'index.handler',
        MemorySize: 1024,
        Code: { ZipFile: zipOf(files) },
        ...more,
      }),
    )
    await waitUntilFunctionActiveV2({ client: this.lambda, ...patience }, { FunctionName: name })
  }

  /** Waits until an update is through. */
  async settled(name: string): Promise<void> {
    await waitUntilFunctionUpdatedV2({ client: this.lambda, ...patience }, { FunctionName: name })
  }

  async call(name: string, event: unknown = {}, more: Partial<InvokeCommandInput> = {}): Promise<Called> {
    const answer = await this.lambda.send(
      new InvokeCommand({ FunctionName: name, LogType: 'Tail', Payload: JSON.stringify(event), ...more }),
    )
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString()
    return {
      error: answer.FunctionError,
      version: answer.ExecutedVersion,
      payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
      log,
      report: reportFields(log),
    }
  }

  async stop(): Promise<void> {
    this.lambda.destroy()
    this.logs.destroy()
    await this.lab.stop()
  }
}

export function zipOf(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

/** The number of a report's field. */
export function figure(report: ReadonlyMap<string, string>, name: string): number {
  return Number.parseFloat(report.get(name) ?? '')
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Polls until `holds`; rejects after some seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, seconds = 5): Promise<void> {
  const endMs = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`Not within ${seconds} s: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

function reportFields(log: string): ReadonlyMap<string, string> {
  const line = log.split('\n').find(text => text.startsWith('REPORT ')) ?? ''
  const fields = line.slice('REPORT '.length).split('\t')
  return new Map(fields.filter(field => field !== '').map(field => field.split(': ', 2) as [string, string]))
}
