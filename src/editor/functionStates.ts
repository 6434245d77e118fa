import type { LensState } from './lensState.ts'

export interface StateReader<Target> {
  keyOf(target: Target): string
  /** Never rejects. `isWanted`: a person asked for it. */
  read(target: Target, isWanted: boolean): Promise<LensState>
  /** What somebody looks at more closely: the same state with more to it. Never rejects. */
  enrich(target: Target, state: LensState): Promise<LensState>
  onChange(): void
  now(): number
}

interface Entry {
  state: LensState
  /** When it was last asked for. */
  askedAt: number
  isBusy: boolean
  /** It is to be read again as soon as somebody looks: `wanted` by a person, who knows why. */
  isOld: boolean | 'wanted'
  isEnriched: boolean
}

/** What is younger is not read again by itself. */
export const freshMs = 10 * 60_000
/** What a person has just asked for, be it not on the screen yet. */
const justMs = 10_000

/**
 * The states of functions, each read when somebody first looks at it and again, ten minutes later at the earliest, when
 * somebody still does. While it is read again it stays as it was, so that no text jumps.
 */
export class FunctionStates<Target> {
  readonly #reader: StateReader<Target>
  #entries = new Map<string, Entry>()
  /** Until when what is seen for the first time is what a person has just asked for. */
  #wantedUntil = Number.NEGATIVE_INFINITY

  constructor(reader: StateReader<Target>) {
    this.#reader = reader
  }

  /** At once: what is known now. `isCloser`: with what costs more to know. `onChange` tells when there is more. */
  stateOf(target: Target, isCloser = false): LensState {
    const key = this.#reader.keyOf(target)
    const entry = this.#entries.get(key)
    if (!entry) return this.#add(key, target).state
    if (!entry.isBusy && this.#isDue(entry)) void this.#read(entry, target)
    else if (isCloser && !entry.isBusy && !entry.isEnriched) void this.#enrich(entry, target)
    return entry.state
  }

  /** Has everything read again that somebody looks at. */
  refresh(isWanted: boolean): void {
    if (isWanted) this.#wantedUntil = this.#reader.now() + justMs
    for (const entry of this.#entries.values()) entry.isOld = isWanted || entry.isOld === 'wanted' ? 'wanted' : true
    this.#reader.onChange()
  }

  /** What was known is of another account or another window: nothing of it stays. */
  forget(): void {
    this.#entries = new Map()
    this.#reader.onChange()
  }

  /** Of all functions that somebody has looked at. */
  get all(): readonly LensState[] {
    return [...this.#entries.values()].map(({ state }) => state)
  }

  /** Whether somebody who looks now would have something read again. */
  get hasDue(): boolean {
    return [...this.#entries.values()].some(entry => !entry.isBusy && this.#isDue(entry))
  }

  #isDue(entry: Entry): boolean {
    return entry.isOld !== false || this.#reader.now() - entry.askedAt >= freshMs
  }

  #add(key: string, target: Target): Entry {
    const isOld = this.#reader.now() < this.#wantedUntil ? 'wanted' : false
    const entry: Entry = { state: { kind: 'reading' }, askedAt: 0, isBusy: false, isOld, isEnriched: false }
    this.#entries.set(key, entry)
    void this.#read(entry, target)
    return entry
  }

  async #read(entry: Entry, target: Target): Promise<void> {
    const entries = this.#entries
    const { state: before, isOld } = entry
    Object.assign(entry, { isBusy: true, isOld: false, askedAt: this.#reader.now() })
    const state = await this.#reader.read(target, isOld === 'wanted')
    Object.assign(entry, { isBusy: false, isEnriched: false, state: keepingChange(state, before) })
    // What was asked before all was forgotten is not shown after it.
    if (entries === this.#entries) this.#reader.onChange()
  }

  async #enrich(entry: Entry, target: Target): Promise<void> {
    const entries = this.#entries
    entry.isBusy = true
    const before = entry.state
    const state = await this.#reader.enrich(target, before)
    Object.assign(entry, { isBusy: false, isEnriched: true, state })
    if (entries === this.#entries && (state !== before || entry.isOld !== false)) this.#reader.onChange()
  }
}

/** Until it is compared again. */
function keepingChange(state: LensState, before: LensState): LensState {
  if (state.kind !== 'deployed' || before.kind !== 'deployed' || !before.since || !state.reading.statistics)
    return state
  return state.reading.function.codeSha256 === before.reading.function.codeSha256
    ? { ...state, since: before.since }
    : state
}
