import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'
import { type JournalEntry, versionDescription } from './journal.ts'

export type Restoration =
  /** Read again and found as before. */
  | { readonly kind: 'as-before' }
  /** Somebody else changed the memory meanwhile: left as they set it; the versions of the sweep are gone. */
  | { readonly kind: 'left'; readonly why: LensError }

/**
 * Puts a function back as the entry says it was, and deletes the versions that its sweep published; harmless to repeat.
 * Rejects when the service refuses; the entry stays needed then.
 */
export async function restoreFunction(
  control: FunctionControl,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<Restoration> {
  const name = entry.functionArn
  const now = await control.read(name, signal)
  if (now.memoryMb !== entry.original.memoryMb && isOurs(now, entry)) {
    await control.setMemory(name, entry.original.memoryMb, now.revisionId, signal)
  }
  for (const version of await control.listVersions(name, signal)) {
    const published = version.description === versionDescription(entry.sweepId)
    if (published && !entry.versionsBefore.includes(version.version)) {
      await control.deleteVersion(name, version.version, signal)
    }
  }
  const after = await control.read(name, signal)
  return after.memoryMb === entry.original.memoryMb
    ? { kind: 'as-before' }
    : { kind: 'left', why: foreignChange(after, entry) }
}

/** Only a size that the sweep may have set, with everything else as it was, is taken for the sweep's own doing. */
function isOurs(now: FunctionConfiguration, { original, intendedMb }: JournalEntry): boolean {
  return (
    intendedMb.includes(now.memoryMb) &&
    now.timeoutSeconds === original.timeoutSeconds &&
    now.codeSha256 === original.codeSha256
  )
}

function foreignChange(now: FunctionConfiguration, entry: JournalEntry): LensError {
  return new LensError(
    'function-changed',
    `${now.name} was changed by somebody else during the sweep: it has ${formatMemory(now.memoryMb)} now, ` +
      `before the sweep it had ${formatMemory(entry.original.memoryMb)}. It was left as it is.`,
    `If ${formatMemory(now.memoryMb)} is not what you want, set the memory of the function by hand.`,
  )
}
