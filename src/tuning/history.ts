import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { objectiveText } from './objective.ts'
import type { SweepPlan } from './plan.ts'
import type { SweepOutcome } from './sweep.ts'
import type { Pricing } from './estimate.ts'

/** What is kept of a sweep: enough to compare it with another, and no payload. */
export interface SweepRecord {
  readonly id: string
  /** Which function it was: its ARN, or for the lab the place of its handler. */
  readonly functionKey: string
  /** ISO 8601, of the end. */
  readonly at: string
  readonly way: SweepPlan['way']['kind']
  readonly objective: string
  readonly pricing: Pricing
  readonly codeSha256: string
  /** That the function had. */
  readonly memoryMb: number
  readonly ended: SweepOutcome['ended']
  readonly calls: number
  readonly usd?: number
  /** Ascending memory. */
  readonly sizes: readonly SizeRecord[]
  readonly recommendedMb?: number
}

export interface SizeRecord {
  readonly memoryMb: number
  readonly failure?: string
  /** Of each warm call: duration and billed duration, ms. */
  readonly warm: readonly (readonly [durationMs: number, billedMs: number])[]
  /** Of each cold call: duration and init duration, ms. */
  readonly cold: readonly (readonly [durationMs: number, initMs: number])[]
}

/** What was done with a recommendation. */
export interface AppliedRecord {
  /** ISO 8601. */
  readonly at: string
  readonly to: 'function' | 'template'
  /** Absent where the template did not say. */
  readonly fromMb?: number
  readonly toMb: number
  /** The template, relative to the project. */
  readonly file?: string
  /** The alias that was moved with it. */
  readonly alias?: { readonly name: string; readonly fromVersion: string; readonly toVersion: string }
  /** It was taken back. */
  readonly undone?: true
}

/** So many sweeps of a function are kept, and so many changes of it. */
const mostRecords = 30
/** A folder of one function with more is no history of ours. */
const mostFiles = 1000

/**
 * Sweeps of each function, on disk. A record is a file of its own that appears whole or not at all, so that windows
 * need not wait for each other; the oldest make room. A file that cannot be read is left out.
 */
export class SweepHistory {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async addSweep(record: SweepRecord): Promise<void> {
    await this.#add('sweep', record.functionKey, record.at, record)
  }

  async addApplied(functionKey: string, record: AppliedRecord): Promise<void> {
    await this.#add('applied', functionKey, record.at, record)
  }

  /** Newest first. */
  async sweeps(functionKey: string): Promise<readonly SweepRecord[]> {
    return await this.#read('sweep', functionKey, isSweepRecord)
  }

  /** Newest first. */
  async applied(functionKey: string): Promise<readonly AppliedRecord[]> {
    return await this.#read('applied', functionKey, isAppliedRecord)
  }

  /** Calls of the function itself that sweeps have made since then. */
  async callsSince(functionKey: string, since: number): Promise<number> {
    const recent = (await this.sweeps(functionKey)).filter(({ at }) => Date.parse(at) >= since)
    return recent.reduce((sum, { way, calls }) => sum + (way === 'clone' ? 0 : calls), 0)
  }

  async #add(kind: string, key: string, at: string, record: object): Promise<void> {
    const folder = this.#folderOf(key)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = `${kind}-${at.replaceAll(/[^\dTZ]/g, '')}-${randomUUID()}`
    const draft = join(folder, `${name}.tmp`)
    await writeFile(draft, JSON.stringify(record), { mode: 0o600, flush: true })
    await rename(draft, join(folder, `${name}.json`))
    const names = await this.#names(kind, key)
    await Promise.all(names.slice(mostRecords).map(old => rm(join(folder, old), { force: true })))
  }

  async #read<T>(kind: string, key: string, isRecord: (value: unknown) => value is T): Promise<readonly T[]> {
    const folder = this.#folderOf(key)
    const names = (await this.#names(kind, key)).slice(0, mostRecords)
    const records = await Promise.all(names.map(name => readJson(join(folder, name))))
    return records.filter(isRecord)
  }

  /** The time is in the name: newest first. */
  async #names(kind: string, key: string): Promise<readonly string[]> {
    const names = await readdir(this.#folderOf(key)).catch(() => [])
    const own = names.filter(name => name.startsWith(`${kind}-`) && name.endsWith('.json'))
    return own.sort().reverse().slice(0, mostFiles)
  }

  #folderOf(key: string): string {
    return join(this.#folder, createHash('sha256').update(key).digest('hex').slice(0, 32))
  }
}

export function sweepRecord(
  plan: SweepPlan,
  outcome: SweepOutcome,
  { codeSha256, memoryMb }: { readonly codeSha256: string; readonly memoryMb: number },
  recommendedMb: number | undefined,
  functionKey = plan.functionArn,
): SweepRecord {
  return {
    id: randomUUID(),
    functionKey,
    at: new Date().toISOString(),
    way: plan.way.kind,
    objective: objectiveText(plan.objective),
    pricing: plan.pricing,
    codeSha256,
    memoryMb,
    ended: outcome.ended,
    calls: outcome.calls,
    ...(outcome.usd === undefined ? {} : { usd: outcome.usd }),
    sizes: outcome.tallies.map(({ memoryMb: size, samples, failure }) => ({
      memoryMb: size,
      ...(failure === undefined ? {} : { failure }),
      warm: samples.flatMap(({ cold, invocation: call }) => (cold ? [] : [[call.durationMs, call.billedMs] as const])),
      cold: samples.flatMap(({ cold, invocation: call }) =>
        cold ? [[call.durationMs, call.initMs ?? call.restoreMs ?? 0] as const] : [],
      ),
    })),
    ...(recommendedMb === undefined ? {} : { recommendedMb }),
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

function isSweepRecord(value: unknown): value is SweepRecord {
  const needed = ['id', 'functionKey', 'at', 'way', 'objective', 'pricing', 'codeSha256', 'memoryMb', 'ended', 'calls']
  return hasFields(value, needed) && 'sizes' in value && Array.isArray(value.sizes)
}

function isAppliedRecord(value: unknown): value is AppliedRecord {
  return hasFields(value, ['at', 'to', 'toMb'])
}

function hasFields(value: unknown, fields: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && fields.every(field => field in value)
}
