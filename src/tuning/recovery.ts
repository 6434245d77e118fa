import { isAbort, LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionControl } from './functionControl.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { type Restoration, restoreFunction } from './restore.ts'

export interface Recovered {
  readonly functionArn: string
  /** For people: what was found and done. */
  readonly message: string
  /** Why it could not be put back; the journal keeps the entry. */
  readonly error?: unknown
}

/**
 * Puts back every function whose sweep was cut off with its process. One that cannot be reached now is told of and
 * stays in the journal, as does one of a region that `control` does not reach; one that is gone needs nothing more.
 */
export async function recoverUnfinished(
  journal: Journal,
  control: FunctionControl,
  isReached: (functionArn: string) => boolean,
  signal: AbortSignal,
): Promise<readonly Recovered[]> {
  const recovered: Recovered[] = []
  for (const entry of await journal.unfinished()) {
    if (!isReached(entry.functionArn)) continue
    try {
      const restoration = await restoreFunction(control, entry, signal)
      await journal.end(entry)
      recovered.push({ functionArn: entry.functionArn, message: describe(entry, restoration) })
    } catch (error) {
      if (isAbort(error)) throw error
      if (error instanceof LensError && error.code === 'not-found') {
        await journal.end(entry)
        continue
      }
      const message = `A sweep of ${entry.functionArn} was cut off, and the function could not be put back yet.`
      recovered.push({ functionArn: entry.functionArn, message, error })
    }
  }
  return recovered
}

function describe(entry: JournalEntry, restoration: Restoration): string {
  if (restoration.kind === 'left') return restoration.why.message
  const memory = formatMemory(entry.original.memoryMb)
  return `A sweep of ${entry.functionArn} was cut off. The function has its ${memory} again and no version is left.`
}
