import { setTimeout as wait } from 'node:timers/promises'
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

/** A request that was on its way when its process ended takes effect within this time, or never. */
const inFlightMs = 3000

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
    const found = await recover(journal, control, entry, signal)
    if (found) recovered.push(found)
  }
  return recovered
}

/** As `recoverUnfinished`, of one function. Undefined where nothing is left of an earlier sweep. */
export async function recoverFunction(
  journal: Journal,
  control: FunctionControl,
  functionArn: string,
  signal: AbortSignal,
): Promise<Recovered | undefined> {
  const entry = (await journal.unfinished()).find(unfinished => unfinished.functionArn === functionArn)
  return entry && (await recover(journal, control, entry, signal))
}

/** Undefined where there was nothing to do, or another process does it. */
async function recover(
  journal: Journal,
  control: FunctionControl,
  unfinished: JournalEntry,
  signal: AbortSignal,
): Promise<Recovered | undefined> {
  const entry = await journal.adopt(unfinished)
  if (!entry) return undefined
  const { functionArn } = entry
  try {
    const waitMs = Date.parse(entry.changedAt) + inFlightMs - Date.now()
    if (waitMs > 0) await wait(Math.min(waitMs, inFlightMs), undefined, { signal })
    const restoration = await restoreFunction(control, entry, signal)
    await journal.end(entry)
    return { functionArn, message: describe(entry, restoration) }
  } catch (error) {
    journal.leave(entry)
    if (isAbort(error)) throw error
    if (error instanceof LensError && error.code === 'not-found') {
      await journal.end(entry)
      return undefined
    }
    return {
      functionArn,
      message: `A sweep of ${functionArn} was cut off, and the function could not be put back yet.`,
      error,
    }
  }
}

function describe(entry: JournalEntry, restoration: Restoration): string {
  if (restoration.kind === 'left') return restoration.why.message
  const cutOff = `A sweep of ${entry.functionArn} was cut off.`
  if (entry.way === 'clone') return `${cutOff} Its copy is deleted; the function itself was not touched.`
  const done = `${cutOff} The function has its ${formatMemory(entry.original.memoryMb)} again and no version is left.`
  return restoration.meanwhile ? `${done} ${restoration.meanwhile.message}` : done
}
