import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionControl } from './functionControl.ts'
import { type Journal, type JournalEntry, versionDescription } from './journal.ts'

export interface PublishPorts {
  readonly control: FunctionControl
  readonly journal: Journal
  readonly onActivity: (activity: string) => void
  /** The newest entry, for whoever has to restore. */
  readonly onEntry: (entry: JournalEntry) => void
}

/** An update with a VPC takes about a minute to settle. */
const writeTimeoutMs = 300_000

/**
 * Publishes one version a size and puts the memory of `$LATEST` back: versions by memory size. The caller restores from
 * the last entry, whatever this throws. A write that has been sent is always waited for, so that none takes effect after
 * the function was put back; the signal is heeded between writes. `setMemory` refuses to write over a change that was
 * made after our last look; an earlier one is found by comparing the fields.
 */
export async function publishSizes(
  sizes: readonly number[],
  begun: JournalEntry,
  ports: PublishPorts,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const { control, journal, onActivity, onEntry } = ports
  const name = begun.functionArn
  const original = begun.original
  const versions = new Map<number, string>()
  let entry = begun
  let currentMb = original.memoryMb
  for (const memoryMb of sizes) {
    onActivity(`Publishing a version with ${formatMemory(memoryMb)}`)
    await setMemory(memoryMb)
    signal.throwIfAborted()
    const published = await control.publish(name, versionDescription(entry.sweepId), writeSignal())
    if (published.memoryMb !== memoryMb) throw changedMeanwhile(name)
    versions.set(memoryMb, published.version)
  }
  onActivity(`Putting ${formatMemory(original.memoryMb)} back`)
  await setMemory(original.memoryMb)
  await own([])
  return versions

  async function setMemory(memoryMb: number): Promise<void> {
    const now = await control.read(name, signal)
    const { codeSha256, timeoutSeconds } = original
    const asLeft = now.memoryMb === currentMb && now.codeSha256 === codeSha256 && now.timeoutSeconds === timeoutSeconds
    if (!asLeft) throw changedMeanwhile(name)
    if (memoryMb === currentMb) return
    await own([currentMb, memoryMb])
    await control.setMemory(name, memoryMb, now.revisionId, writeSignal())
    currentMb = memoryMb
  }

  async function own(ownMb: readonly number[]): Promise<void> {
    entry = await journal.own(entry, ownMb)
    onEntry(entry)
  }
}

function writeSignal(): AbortSignal {
  return AbortSignal.timeout(writeTimeoutMs)
}

function changedMeanwhile(name: string): LensError {
  return new LensError(
    'function-changed',
    `${name} was changed by somebody else while it was being prepared.`,
    'Tune it again once that deployment has ended.',
  )
}
