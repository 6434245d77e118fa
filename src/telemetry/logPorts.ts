import type { PriceTable } from '#pricing/prices.ts'
import type { LogReader } from './logReader.ts'
import type { Reading } from './memberStatistics.ts'
import { QueryRunner } from './queryRunner.ts'
import { type ScanBudget, unlimited } from './scanBudget.ts'

/** What reading the logs of a connection needs. */
export interface LogPorts {
  readonly logs: LogReader
  /** Never more than ten open queries over one of these: one serves all who read over the connection. */
  readonly runner?: QueryRunner
  /** Without one, nothing is limited. */
  readonly budget?: ScanBudget
  /** Calls in the lab cost nothing to read. */
  readonly place?: 'lab'
  /** As they are refreshed; without it, those that the program came with. */
  readonly prices?: () => PriceTable
  readonly now?: () => number
}

/** The ports with their defaults. */
export class LogAccess {
  readonly logs: LogReader
  readonly runner: QueryRunner
  readonly budget: ScanBudget
  readonly #ports: LogPorts

  constructor(ports: LogPorts) {
    this.logs = ports.logs
    this.runner = ports.runner ?? new QueryRunner(ports.logs)
    this.budget = ports.budget ?? unlimited
    this.#ports = ports
  }

  now(): number {
    return this.#ports.now?.() ?? Date.now()
  }

  /** The region whose prices count. */
  priced(region: string): string {
    return this.#ports.place ?? region
  }

  reading(): Reading {
    const { place, prices } = this.#ports
    return {
      readAt: this.now(),
      ...(place === undefined ? {} : { place }),
      ...(prices === undefined ? {} : { prices: prices() }),
    }
  }
}
