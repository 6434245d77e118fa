import { isAbort, LensError } from '#common/errors.ts'
import { scanUsd, scanUsdAtMost } from '#pricing/logCost.ts'
import { whenAllAborted } from './abandonment.ts'
import { type FunctionStatistics, noteTexts } from './functionStatistics.ts'
import type { LogAccess } from './logPorts.ts'
import type { LogRow } from './logReader.ts'
import { fromRows, fromSample, overBudget, withoutFigures } from './memberStatistics.ts'
import { type Askable, bisected, expectedBytes, type QueryBatch } from './queryPlan.ts'
import type { QueryAnswer } from './queryRunner.ts'
import { numberOf } from './rowStatistics.ts'
import { sampleCalls } from './sampling.ts'
import { Slots } from './slots.ts'
import { statisticsQuery, waitsQuery } from './statisticsQuery.ts'

/** Where a function's figures, or the reason why there are none, go; and who waits for them. */
export interface Waiting {
  readonly signal: AbortSignal
  resolve(statistics: FunctionStatistics): void
  reject(error: unknown): void
}

/** Logs that are read event by event at once. */
const mostSamples = 4

/** Asks one query for all functions of a batch, and reads their logs event by event where it cannot be asked. */
export class BatchReader {
  readonly #access: LogAccess
  readonly #samples = new Slots(mostSamples)
  /** Why no query at all can be asked, once that is known. */
  #refusal: LensError | undefined
  /** What the queries under way are expected to cost: none of them is spent yet. */
  #usdUnderWay = 0
  #answers = 0
  #denials = 0

  constructor(access: LogAccess) {
    this.#access = access
  }

  /** Settles every member; never rejects. */
  async read(batch: QueryBatch, waitingOf: (member: Askable) => Waiting): Promise<void> {
    const members = batch.members.filter(member => !waitingOf(member).signal.aborted)
    if (members.length === 0) return
    const { signal, release } = whenAllAborted(members.map(member => waitingOf(member).signal))
    try {
      await this.#query({ ...batch, members }, waitingOf, signal)
    } catch (error) {
      await this.#recover({ ...batch, members }, waitingOf, error)
    } finally {
      release()
    }
  }

  async #query(batch: QueryBatch, waitingOf: (member: Askable) => Waiting, signal: AbortSignal): Promise<void> {
    if (this.#refusal) throw this.#refusal
    const usdExpected = this.#usdAtMost(batch, expectedBytes(batch, this.#access.now()) ?? 0)
    this.#usdUnderWay += usdExpected
    try {
      if (await this.#access.budget.allows(this.#usdUnderWay)) await this.#answer(batch, waitingOf, signal)
      else this.#refuse(batch, waitingOf)
    } finally {
      this.#usdUnderWay -= usdExpected
    }
  }

  #refuse(batch: QueryBatch, waitingOf: (member: Askable) => Waiting): void {
    for (const member of batch.members) {
      waitingOf(member).resolve(overBudget(member, this.#access.budget.limitUsd, this.#access.reading()))
    }
  }

  async #answer(batch: QueryBatch, waitingOf: (member: Askable) => Waiting, signal: AbortSignal): Promise<void> {
    const { rows, scannedBytes } = await this.#ask(batch, statisticsQuery(batch.scope), signal)
    const waits = await this.#waits(batch, rows, signal)
    const bytes = scannedBytes + waits.scannedBytes
    const usd = scanUsd(bytes, this.#region(batch))
    const scan = { bytes, functions: batch.members.length, ...(usd === undefined ? {} : { usd }) }
    for (const member of batch.members) {
      const isOnly = batch.members.every(other => other === member || other.group.name !== member.group.name)
      waitingOf(member).resolve(fromRows(member, isOnly, { rows, waits: waits.rows, scan }, this.#access.reading()))
    }
  }

  async #ask(batch: QueryBatch, text: string, signal: AbortSignal, only?: ReadonlySet<string>): Promise<QueryAnswer> {
    const names = new Set(batch.members.map(({ group }) => group.name))
    const groups = [...names].filter(name => only === undefined || only.has(name))
    const answer = await this.#access.runner.run({ groups, text, window: batch.window }, signal)
    this.#answers += 1
    await this.#access.budget.spend(this.#usdAtMost(batch, answer.scannedBytes))
    return answer
  }

  /** Who waited, of the groups that report inits. Where it cannot be told, the figures stand without it. */
  async #waits(batch: QueryBatch, rows: readonly LogRow[], signal: AbortSignal): Promise<QueryAnswer> {
    const none = { rows: [], scannedBytes: 0 }
    const initialized = rows.filter(row => (numberOf(row, 'inits') ?? 0) > 0).map(row => row.get('@log') ?? '')
    const groups = new Set(initialized.map(log => log.slice(log.indexOf(':') + 1)))
    if (groups.size === 0 || !(await this.#access.budget.allows(0))) return none
    try {
      return await this.#ask(batch, waitsQuery(batch.scope), signal, groups)
    } catch (error) {
      if (isAbort(error) || !(error instanceof LensError)) throw error
      return none
    }
  }

  async #recover(batch: QueryBatch, waitingOf: (member: Askable) => Waiting, error: unknown): Promise<void> {
    if (error instanceof LensError) this.#learn(error)
    const code = error instanceof LensError ? error.code : ''
    const halves = this.#refusal === undefined && ofOneGroup.has(code) ? bisected(batch) : undefined
    if (halves) {
      await Promise.all(halves.map(async half => await this.read(half, waitingOf)))
      return
    }
    const work = batch.members.map(async member => {
      const waiting = waitingOf(member)
      if (code === 'not-found') waiting.resolve(this.#noLog(member))
      else if (error instanceof LensError && insteadOf.has(code)) await this.#sample(member, waiting, error)
      else waiting.reject(error)
    })
    await Promise.all(work)
  }

  /** A policy may deny one log group or all; a batch and both of its halves without a single answer mean all. */
  #learn(error: LensError): void {
    if (error.code === 'access-denied') this.#denials += 1
    const isDenied = error.code === 'access-denied' && this.#answers === 0 && this.#denials >= 3
    if (isDenied || error.code === 'query-malformed' || error.code === 'operation-unknown') this.#refusal = error
  }

  async #sample(member: Askable, waiting: Waiting, why: LensError): Promise<void> {
    try {
      const sample = await this.#samples.run(
        waiting.signal,
        async () => await sampleCalls(this.#access.logs, member, waiting.signal),
      )
      waiting.resolve(fromSample(member, sample, insteadOf.get(why.code) ?? why.message, this.#access.reading()))
    } catch (error) {
      const code = error instanceof LensError ? error.code : ''
      if (code === 'not-found') waiting.resolve(this.#noLog(member))
      // What is to be allowed first is the query: the other way only stands in for it.
      else waiting.reject(code === 'access-denied' ? why : error)
    }
  }

  #noLog(member: Askable): FunctionStatistics {
    return withoutFigures(member.function, member.window, [noteTexts.noLog(member.group.name)], this.#access.reading())
  }

  #usdAtMost(batch: QueryBatch, bytes: number): number {
    return scanUsdAtMost(bytes, this.#region(batch))
  }

  #region({ members }: QueryBatch): string {
    return this.#access.priced(members[0]?.function.region ?? '')
  }
}

/** Why a query failed, where one log group may be the reason and the others can be asked without it. */
const ofOneGroup = new Set(['access-denied', 'not-found', 'query-range', 'query-failed', 'request-refused'])

/** Why the log is read event by event, in a sentence. */
const insteadOf: ReadonlyMap<string, string> = new Map([
  ['access-denied', 'Logs Insights is not allowed ("logs:StartQuery").'],
  ['query-malformed', 'This endpoint does not understand the query of Logs Insights.'],
  ['operation-unknown', 'This endpoint has no Logs Insights.'],
  ['query-range', 'Logs Insights refused the window.'],
  ['query-failed', 'Logs Insights gave up the query.'],
  ['request-refused', 'Logs Insights refused the query.'],
])
