import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import type { Log } from '#common/log.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { LogVolume } from '#telemetry/logVolumes.ts'
import type { AwsPlace } from './awsAccess.ts'
import type { AwsAccount } from './awsAccount.ts'
import type { DeployedState, LensState } from './lensState.ts'
import { placeOf } from './statisticsCache.ts'
import type { FoundHandler } from './workspaceIndex.ts'

/** Questions that come within this time are asked together. */
const gatherMs = 100

interface Asked {
  readonly place: AwsPlace
  readonly readings: Map<string, FunctionStatistics>
}

/** What writing the logs of functions costs, asked by metrics for those that somebody looks at, all at once. */
export class LogCosts {
  readonly #aws: AwsAccount
  readonly #log: Log
  readonly #controller = new AbortController()
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscription: vscode.Disposable
  /** By place, function and reading: with new statistics it is asked anew. */
  #volumes = new Map<string, LogVolume | undefined>()
  #asked = new Map<string, Asked>()
  #timer: NodeJS.Timeout | undefined

  readonly onDidChange = this.#changed.event

  constructor(aws: AwsAccount, log: Log) {
    this.#aws = aws
    this.#log = log
    this.#subscription = aws.onDidChange(() => {
      this.#volumes = new Map()
      this.#changed.fire()
    })
  }

  /** At once: what is known now; `onDidChange` tells when there is more. Undefined where it is not known. */
  of(found: FoundHandler, state: LensState): LogVolume | undefined {
    if (state.kind !== 'deployed' || !state.reading.statistics) return undefined
    const place = placeOf(this.#aws, found, state.deployed)
    const key = keyIn(place, state)
    if (!this.#volumes.has(key) && !state.problem) this.#ask(key, place, state.reading)
    return this.#volumes.get(key)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#controller.abort()
    vscode.Disposable.from(this.#subscription, this.#changed).dispose()
  }

  #ask(key: string, place: AwsPlace, reading: FunctionStatistics): void {
    this.#volumes.set(key, undefined)
    const at = JSON.stringify(place)
    const asked = this.#asked.get(at) ?? { place, readings: new Map() }
    this.#asked.set(at, asked)
    asked.readings.set(key, reading)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const all = [...this.#asked.values()]
      this.#asked = new Map()
      for (const one of all) void this.#read(one)
    }, gatherMs)
  }

  /** Where it cannot be read, what it costs stays unknown. */
  async #read({ place, readings }: Asked): Promise<void> {
    const volumes = this.#volumes
    try {
      const statistics = await (await this.#aws.access()).statistics(place)
      const found = await statistics.logVolumes([...readings.values()], this.#controller.signal)
      for (const [key, reading] of readings) volumes.set(key, found.get(reading.function.arn))
      if (volumes === this.#volumes) this.#changed.fire()
    } catch (error) {
      if (!isAbort(error)) this.#log.debug(`What logs cost is not known: ${String(error)}`)
    }
  }
}

function keyIn(place: AwsPlace, { reading }: DeployedState): string {
  const { function: deployed, readAt, window } = reading
  return JSON.stringify([place, deployed.arn, readAt, window.from])
}
