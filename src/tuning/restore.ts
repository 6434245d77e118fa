import { isAbort, LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionControl } from './functionControl.ts'
import { type JournalEntry, versionDescription } from './journal.ts'

export type Restoration =
  /** Read again and found as before. */
  | { readonly kind: 'as-before' }
  /** Something that is not the sweep's to undo was left; everything else is as before. */
  | { readonly kind: 'left'; readonly why: LensError }

/**
 * Puts a function back as the entry says it was, and deletes the versions that its sweep published; harmless to repeat.
 * Rejects when the service does not answer or refuses us; the entry stays needed then.
 */
export async function restoreFunction(
  control: FunctionControl,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<Restoration> {
  const name = entry.functionArn
  const { memoryMb } = entry.original
  const now = await control.read(name, signal)
  if (now.memoryMb !== memoryMb && entry.ownMb.includes(now.memoryMb)) {
    await control.setMemory(name, memoryMb, now.revisionId, signal)
  }
  const kept = await deleteVersions(control, entry, signal)
  const after = await control.read(name, signal)
  if (after.memoryMb !== memoryMb) return { kind: 'left', why: foreignMemory(after.name, after.memoryMb, memoryMb) }
  if (kept.length > 0) return { kind: 'left', why: keptVersions(after.name, kept) }
  return { kind: 'as-before' }
}

/** Returns the versions that the service keeps because something refers to them. */
async function deleteVersions(control: FunctionControl, entry: JournalEntry, signal: AbortSignal): Promise<string[]> {
  const kept: string[] = []
  for (const { version, description } of await control.listVersions(entry.functionArn, signal)) {
    if (description !== versionDescription(entry.sweepId) || entry.versionsBefore.includes(version)) continue
    try {
      await control.deleteVersion(entry.functionArn, version, signal)
    } catch (error) {
      if (!(error instanceof LensError && error.code === 'version-in-use')) throw error
      kept.push(version)
    }
  }
  return kept
}

function foreignMemory(name: string, nowMb: number, beforeMb: number): LensError {
  return new LensError(
    'function-changed',
    `${name} was changed by somebody else during the sweep: it has ${formatMemory(nowMb)} now, before the sweep it ` +
      `had ${formatMemory(beforeMb)}. It was left as it is.`,
    `If ${formatMemory(nowMb)} is not what you want, set the memory of the function by hand.`,
  )
}

function keptVersions(name: string, versions: readonly string[]): LensError {
  return new LensError(
    'versions-kept',
    `Version ${versions.join(', ')} of ${name} was published by the sweep and is in use by now, by an alias or a ` +
      'provisioned concurrency. It was left as it is.',
    'Delete it once nothing refers to it.',
  )
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
