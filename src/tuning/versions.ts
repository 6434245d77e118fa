import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'
import { type JournalEntry, versionDescription } from './journal.ts'

/**
 * Publishes one version a size and puts the memory of `$LATEST` back: versions by memory size. The caller has written
 * the journal entry, and restores from it whatever this throws. `setMemory` refuses to write over a change that
 * somebody else made after our last look; a change between two looks is found by comparing the fields.
 */
export async function publishSizes(
  control: FunctionControl,
  entry: JournalEntry,
  onActivity: (activity: string) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const name = entry.functionArn
  const versions = new Map<number, string>()
  let expectedMb = entry.original.memoryMb
  for (const memoryMb of entry.intendedMb) {
    onActivity(`Publishing a version with ${formatMemory(memoryMb)}`)
    await setMemory(memoryMb)
    const published = await control.publish(name, versionDescription(entry.sweepId), signal)
    versions.set(memoryMb, published.version)
  }
  onActivity(`Putting ${formatMemory(entry.original.memoryMb)} back`)
  await setMemory(entry.original.memoryMb)
  return versions

  async function setMemory(memoryMb: number): Promise<void> {
    const now = await control.read(name, signal)
    refuseUnexpected(now, entry, expectedMb)
    if (now.memoryMb !== memoryMb) await control.setMemory(name, memoryMb, now.revisionId, signal)
    expectedMb = memoryMb
  }
}

function refuseUnexpected(now: FunctionConfiguration, entry: JournalEntry, expectedMb: number): void {
  const { codeSha256, timeoutSeconds } = entry.original
  if (now.memoryMb === expectedMb && now.codeSha256 === codeSha256 && now.timeoutSeconds === timeoutSeconds) return
  throw new LensError(
    'function-changed',
    `${now.name} was changed by somebody else while it was being prepared.`,
    'Tune it again once that deployment has ended.',
  )
}
