import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'
import { sweepDescription, type VersionsEntry } from './journal.ts'
import type { Restoration } from './restore.ts'

/**
 * Puts a function back as the entry says it was, and deletes the versions that its sweep published; harmless to repeat.
 * Rejects when the service does not answer or refuses us; the entry stays needed then.
 */
export async function restoreVersions(
  control: FunctionControl,
  entry: VersionsEntry,
  signal: AbortSignal,
): Promise<Restoration> {
  const name = entry.functionArn
  const { memoryMb, fingerprint } = entry.original
  const now = await control.read(name, signal)
  if (needsMemoryBack(now, entry)) await control.setMemory(name, memoryMb, now.revisionId, signal)
  const kept = await deleteVersions(control, entry, signal)
  const after = await control.read(name, signal)
  if (after.memoryMb !== memoryMb) return { kind: 'left', why: foreignMemory(after.name, after.memoryMb, memoryMb) }
  if (kept.length > 0) return { kind: 'left', why: keptVersions(after.name, kept) }
  return after.fingerprint === fingerprint
    ? { kind: 'as-before' }
    : { kind: 'as-before', meanwhile: foreignChange(after.name) }
}

/** A failed update of ours leaves one size in the configuration and calls served with another. */
function needsMemoryBack(now: FunctionConfiguration, { original, ownMb }: VersionsEntry): boolean {
  if (!ownMb.includes(now.memoryMb)) return false
  return now.memoryMb !== original.memoryMb || now.updateFailure !== undefined
}

/** Returns the versions that are kept because something refers to them. */
async function deleteVersions(control: FunctionControl, entry: VersionsEntry, signal: AbortSignal): Promise<string[]> {
  const name = entry.functionArn
  const own = (await control.listVersions(name, signal)).filter(
    ({ version, description }) =>
      description === sweepDescription(entry.sweepId) && !entry.versionsBefore.includes(version),
  )
  if (own.length === 0) return []
  const aliased = await aliasedVersions(control, name, signal)
  const kept: string[] = []
  for (const { version } of own) {
    if (aliased.has(version) || !(await isDeleted(version))) kept.push(version)
  }
  return kept

  async function isDeleted(version: string): Promise<boolean> {
    try {
      await control.deleteVersion(name, version, signal)
      return true
    } catch (error) {
      if (error instanceof LensError && error.code === 'version-in-use') return false
      throw error
    }
  }
}

/** Lambda itself deletes no version with an alias; who may not list them relies on that. */
async function aliasedVersions(control: FunctionControl, name: string, signal: AbortSignal): Promise<Set<string>> {
  try {
    return new Set((await control.aliases(name, signal)).flatMap(alias => alias.versions))
  } catch (error) {
    if (error instanceof LensError && (error.code === 'access-denied' || error.code === 'not-found')) return new Set()
    throw error
  }
}

function foreignMemory(name: string, nowMb: number, beforeMb: number): LensError {
  return new LensError(
    'function-changed',
    `${name} was changed by somebody else during the sweep: it has ${formatMemory(nowMb)} now, before the sweep it ` +
      `had ${formatMemory(beforeMb)}. It was left as it is.`,
    `If ${formatMemory(nowMb)} is not what you want, set the memory of the function by hand.`,
  )
}

function foreignChange(name: string): LensError {
  return new LensError(
    'function-changed',
    `${name} was changed by somebody else during the sweep, in its code or another setting. That was left as it is, ` +
      'and the memory is as before.',
    'Tune it again to measure what it is now.',
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
