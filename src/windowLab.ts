import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExtensionContext } from 'vscode'
import type { Log } from '#common/log.ts'
import type { LabConnection } from '#editor/labConnection.ts'
import type { InvocationSource } from '#telemetry/invocationSource.ts'

/** What the labs of the workspace have logged, to be read while none runs. */
export async function keptByLabs({ storageUri }: ExtensionContext): Promise<InvocationSource> {
  const { keptCalls } = await import('#keptCalls.ts')
  return keptCalls(storageUri && dataFolder(storageUri.fsPath))
}

function dataFolder(storage: string): string {
  return join(storage, 'lab')
}

/** The lab of a window, with its files in the workspace's storage. */
export async function connectLab(context: ExtensionContext, log: Log): Promise<LabConnection> {
  const [{ startLabServices }, { Journal }] = await Promise.all([
    import('#labServices.ts'),
    import('#tuning/journal.ts'),
  ])
  const storage = context.storageUri?.fsPath ?? (await mkdtemp(join(tmpdir(), 'lambda-lens-')))
  const script = context.asAbsolutePath('dist/lab.js')
  const services = await startLabServices({ script, dataFolder: dataFolder(storage) }, log)
  // A function of the lab ends with the lab, and so does what must be known to put it back.
  const journalFolder = join(storage, `journal-${services.pid}`)
  void services.exited.then(() => rm(journalFolder, { recursive: true, force: true }))
  return { ...services, journal: new Journal(journalFolder) }
}
