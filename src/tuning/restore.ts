import { setTimeout as wait } from 'node:timers/promises'
import { isAbort, LensError } from '#common/errors.ts'
import { deleteClone } from './clone.ts'
import type { FunctionControl } from './functionControl.ts'
import type { JournalEntry } from './journal.ts'
import { restoreVersions } from './restoreVersions.ts'

export type Restoration =
  /** Read again and found as before; `meanwhile` says what somebody else changed that the sweep did not touch. */
  | { readonly kind: 'as-before'; readonly meanwhile?: LensError }
  /** Something that is not the sweep's to undo was left; everything else is as before. */
  | { readonly kind: 'left'; readonly why: LensError }

/** Before each further try. */
const pausesMs = [500, 1000, 2000, 4000]

/**
 * Undoes what a sweep did to a function; harmless to repeat, and repeated where another try may do better. Rejects when
 * the service does not answer or refuses us; the entry stays needed then.
 */
export async function restoreFunction(
  control: FunctionControl,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<Restoration> {
  for (let tries = 0; ; tries++) {
    try {
      return entry.way === 'clone'
        ? await deleteClone(control, entry, signal)
        : await restoreVersions(control, entry, signal)
    } catch (error) {
      const pauseMs = pausesMs[tries]
      if (pauseMs === undefined || !isPassing(error)) throw error
      await wait(pauseMs, undefined, { signal })
    }
  }
}

const passing = new Set([
  'throttled',
  'service-failed',
  'request-timeout',
  'function-busy',
  'function-changed',
  'update-failed',
])

function isPassing(error: unknown): boolean {
  return error instanceof LensError && passing.has(error.code)
}

/** What a restoration that broke off means for the user. */
export function restoreFailure(error: unknown): unknown {
  const ranOut = isAbort(error) || (error instanceof Error && error.name === 'TimeoutError')
  if (!ranOut) return error
  return new LensError(
    'restore-timeout',
    'The function could not be put back in time.',
    'Tune it again, which puts it back first; or set its memory and delete the versions of the sweep by hand.',
    error,
  )
}
