/** What CloudWatch keeps of one metric in one minute. */
export interface Datum {
  sum: number
  count: number
  least: number
  most: number
}

export type Dimensions = Readonly<Record<string, string>>

const MINUTE_MS = 60_000
/** A day and an hour; older minutes are dropped. */
const MOST_MINUTES = 25 * 60

/** Metrics in memory, a figure a minute. They end with the lab. */
export class MetricStore {
  readonly #metrics = new Map<string, Map<number, Datum>>()

  record(namespace: string, name: string, dimensions: Dimensions, value: number, nowMs = Date.now()): void {
    const key = keyOf(namespace, name, dimensions)
    const minutes = this.#metrics.get(key) ?? new Map<number, Datum>()
    this.#metrics.set(key, minutes)
    const minute = nowMs - (nowMs % MINUTE_MS)
    const datum = minutes.get(minute) ?? { sum: 0, count: 0, least: value, most: value }
    minutes.set(minute, datum)
    datum.sum += value
    datum.count++
    datum.least = Math.min(datum.least, value)
    datum.most = Math.max(datum.most, value)
    const [oldest] = minutes.keys()
    if (minutes.size > MOST_MINUTES && oldest !== undefined) minutes.delete(oldest)
  }

  /** By the beginning of each minute, in epoch ms; those with data only. */
  minutes(namespace: string, name: string, dimensions: Dimensions): ReadonlyMap<number, Datum> {
    return this.#metrics.get(keyOf(namespace, name, dimensions)) ?? new Map()
  }
}

function keyOf(namespace: string, name: string, dimensions: Dimensions): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([namespace, name, sorted])
}
