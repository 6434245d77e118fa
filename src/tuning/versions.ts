import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionConfiguration, FunctionControl, FunctionVersion } from './functionControl.ts'
import { type Journal, sweepDescription, sweepOf, type VersionsEntry } from './journal.ts'

export interface PublishPorts {
  readonly control: FunctionControl
  readonly onActivity: (activity: string) => void
  /** Writes down, before the function is changed, which sizes are the sweep's own from now on. */
  readonly own: (ownMb: readonly number[]) => Promise<void>
}

/** What versions are published of. */
export interface PublishedFunction {
  readonly name: string
  readonly sweepId: string
  readonly original: Pick<FunctionConfiguration, 'memoryMb' | 'fingerprint'>
}

export interface PublishedSizes {
  /** By memory size. */
  readonly versions: ReadonlyMap<number, readonly string[]>
  /** Why a size could not be had, by memory size. */
  readonly refused: ReadonlyMap<number, string>
}

/** An update with a VPC takes about a minute to settle. */
const writeTimeoutMs = 300_000
/** An update that the service accepts and then cannot carry out is tried so often in all. */
const updateTries = 4

/** A sweep takes less than this. */
const longestSweepMs = 24 * 3_600_000

/**
 * Writes the journal's entry, and says in which order to publish. Throws a `LensError`: `sweep-elsewhere` when a sweep
 * that is not in this machine's journal has published versions, and what `Journal.begin` throws.
 */
export async function beginVersions(
  control: FunctionControl,
  journal: Journal,
  original: FunctionConfiguration,
  sizes: readonly number[],
  signal: AbortSignal,
): Promise<{ readonly entry: VersionsEntry; readonly sizes: readonly number[] }> {
  const { arn: functionArn, memoryMb, fingerprint } = original
  const versions = await control.listVersions(functionArn, signal)
  const versionsBefore = versions.map(({ version }) => version)
  const begun = {
    way: 'versions',
    functionArn,
    original: { memoryMb, fingerprint },
    ownMb: [],
    versionsBefore,
  } as const
  const entry = await journal.begin(begun)
  const recent = versions.filter(({ publishedAt = 0 }) => Date.now() - publishedAt < longestSweepMs)
  const foreign = recent.filter(({ description }) => sweepOf(description) !== undefined)
  if (foreign.length > 0) {
    await journal.end(entry)
    throw sweptElsewhere(original.name, foreign)
  }
  return { entry, sizes: publishingOrder(sizes, memoryMb, versions.at(-1)?.memoryMb) }
}

/**
 * Publishes versions of these sizes, in this order, and puts the memory of `$LATEST` back. The caller restores, whatever this
 * throws. A write that has been sent is always waited for, so that none takes effect after the function was put
 * back; the signal is heeded between writes. Each write has the revision of our last look as its condition; a change
 * that was made before that look is found by comparing the fields.
 */
export async function publishSizes(
  sizes: readonly number[],
  subject: PublishedFunction,
  ports: PublishPorts,
  signal: AbortSignal,
): Promise<PublishedSizes> {
  const publishing = new Publishing(subject, ports, signal)
  const refused = new Map<number, string>()
  for (const memoryMb of sizes) {
    // A size over one that the account does not allow is not allowed either.
    const [, known] = [...refused].find(([size]) => size < memoryMb) ?? []
    const why = known ?? (await publishing.publish(memoryMb))
    if (why !== undefined) refused.set(memoryMb, why)
  }
  await publishing.putBack()
  return { versions: publishing.versions, refused }
}

/**
 * The original size comes last, so that publishing it puts it back. The first differs from the newest version that was
 * there before: Lambda would answer with that one, which may have an alias, traffic and environments kept ready.
 */
export function publishingOrder(sizes: readonly number[], originalMb: number, newestMb: number | undefined): number[] {
  const others = sizes.filter(size => size !== originalMb)
  const [first, ...rest] = others
  const ordered = first !== undefined && first === newestMb && rest.length > 0 ? [...rest, first] : others
  return sizes.includes(originalMb) ? [...ordered, originalMb] : ordered
}

class Publishing {
  readonly versions = new Map<number, readonly string[]>()
  readonly #subject: PublishedFunction
  readonly #ports: PublishPorts
  readonly #signal: AbortSignal
  #currentMb: number
  #ownMb: readonly number[] = []

  constructor(subject: PublishedFunction, ports: PublishPorts, signal: AbortSignal) {
    this.#subject = subject
    this.#ports = ports
    this.#signal = signal
    this.#currentMb = subject.original.memoryMb
  }

  /** Returns why the account does not allow the size. */
  async publish(memoryMb: number): Promise<string | undefined> {
    const { control, onActivity } = this.#ports
    const { name, sweepId } = this.#subject
    onActivity(`Publishing a version with ${formatMemory(memoryMb)}`)
    let revisionId: string
    try {
      ;({ revisionId } = await this.#setMemory(memoryMb))
    } catch (error) {
      if (error instanceof LensError && error.code === 'memory-capped') return error.message
      throw error
    }
    this.#signal.throwIfAborted()
    const published = await control.publish(name, sweepDescription(sweepId), revisionId, writeSignal())
    if (published.memoryMb !== memoryMb) throw changedMeanwhile(name)
    this.versions.set(memoryMb, [...(this.versions.get(memoryMb) ?? []), published.version])
    return undefined
  }

  async putBack(): Promise<void> {
    const { memoryMb } = this.#subject.original
    this.#ports.onActivity(`Putting ${formatMemory(memoryMb)} back`)
    await this.#setMemory(memoryMb)
    await this.#own([])
  }

  async #setMemory(memoryMb: number): Promise<FunctionConfiguration> {
    const { control } = this.#ports
    const { name } = this.#subject
    for (let tries = 1; ; tries++) {
      const now = await control.read(name, this.#signal)
      if (!this.#isAsLeft(now)) throw changedMeanwhile(name)
      if (now.memoryMb === memoryMb && now.updateFailure === undefined) {
        this.#currentMb = memoryMb
        return now
      }
      await this.#own([...new Set([this.#currentMb, memoryMb])])
      try {
        const settled = await control.setMemory(name, memoryMb, now.revisionId, writeSignal())
        this.#currentMb = memoryMb
        return settled
      } catch (error) {
        const isPassing = error instanceof LensError && error.code === 'update-failed'
        if (!isPassing || tries === updateTries) throw error
      }
    }
  }

  /** An update that failed leaves the size that it was to set. */
  #isAsLeft({ memoryMb, fingerprint, updateFailure }: FunctionConfiguration): boolean {
    const isOwn = memoryMb === this.#currentMb || (updateFailure !== undefined && this.#ownMb.includes(memoryMb))
    return isOwn && fingerprint === this.#subject.original.fingerprint
  }

  async #own(ownMb: readonly number[]): Promise<void> {
    await this.#ports.own(ownMb)
    this.#ownMb = ownMb
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

function sweptElsewhere(name: string, versions: readonly FunctionVersion[]): LensError {
  return new LensError(
    'sweep-elsewhere',
    `Version ${versions.map(({ version }) => version).join(', ')} of ${name} belongs to a sweep of another machine, ` +
      'which goes on or was cut off.',
    'Wait for it to end. If it was cut off, start it again there, which cleans up; or delete the version by hand.',
  )
}
