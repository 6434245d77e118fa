import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda'
import { type AwsClients, createClients } from '#aws/clients.ts'
import type { LabStart } from '#lab/start.ts'
import { TestLab } from '../unit/lab/testLab.ts'

/** What stands in a log before the lab starts. */
export interface LoggedEvent {
  readonly group: string
  readonly stream: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly message: string
}

/** A real lab with functions that were never called and logs as if they had been, under the real SDK clients. */
export interface LoggedLab {
  readonly lab: TestLab
  readonly clients: AwsClients
  /** Creates a function of 512 MB. */
  create(name: string, more?: Partial<CreateFunctionCommandInput>): Promise<void>
  close(): Promise<void>
}

const code = { 'index.js': 'exports.handler = async () => 1' }

export async function startLoggedLab(
  events: readonly LoggedEvent[],
  options: Partial<LabStart> = {},
): Promise<LoggedLab> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-logged-'))
  const lines = events.map(({ group, stream, message, time }) => JSON.stringify([group, stream, message, time]))
  await writeFile(join(folder, 'logs.ndjson'), `${lines.join('\n')}\n`)
  const lab = await TestLab.start({ dataFolder: folder, ...options })
  const clients = createClients(lab.lab)
  return {
    lab,
    clients,
    async create(name, more = {}) {
      await lab.create(name, code, { MemorySize: 512, Architectures: ['x86_64'], ...more })
    },
    async close() {
      clients.destroy()
      await lab.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
