import { randomBytes } from 'node:crypto'

export interface LogEvent {
  /** Ascending over the whole store: the place to continue from. */
  readonly sequence: number
  readonly stream: string
  /** Epoch ms. */
  readonly timestamp: number
  readonly message: string
}

export type LogClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY'

export interface LogGroup {
  readonly name: string
  readonly logClass: LogClass
  createdAt: number
  /** Older events are as if they were not there; absent: for ever. */
  retentionDays?: number
  /** In order of writing. */
  readonly events: LogEvent[]
  readonly streams: Map<string, LogStream>
  bytes: number
}

export interface LogStream {
  readonly name: string
  readonly createdAt: number
  firstEventAt?: number
  lastEventAt?: number
}

/** Real events end at 256 kB. */
export const MAX_EVENT_BYTES = 256 * 1024
/** What CloudWatch Logs adds to each event's size. */
const EVENT_OVERHEAD_BYTES = 26

/** Log groups in memory. Each keeps its newest `maxGroupBytes`. */
export class LogStore {
  readonly #groups = new Map<string, LogGroup>()
  readonly #maxGroupBytes: number
  #sequence = 0
  readonly #listeners: ((group: string, event: LogEvent) => void)[] = []

  constructor(maxGroupBytes = 32 * 1024 * 1024) {
    this.#maxGroupBytes = maxGroupBytes
  }

  get groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  group(name: string): LogGroup | undefined {
    return this.#groups.get(name)
  }

  /** Tells of each event that is written from now on, with its group's name. */
  onWrite(listener: (group: string, event: LogEvent) => void): void {
    this.#listeners.push(listener)
  }

  append(groupName: string, streamName: string, message: string, timestamp = Date.now()): void {
    const event = { sequence: ++this.#sequence, stream: streamName, timestamp, message }
    const group = this.#groups.get(groupName) ?? this.create(groupName, 'STANDARD', timestamp)
    // What earlier labs have kept need not be in order.
    group.createdAt = Math.min(group.createdAt, timestamp)
    const stream = group.streams.get(streamName) ?? { name: streamName, createdAt: timestamp }
    group.streams.set(streamName, stream)
    stream.firstEventAt ??= timestamp
    stream.lastEventAt = timestamp
    group.events.push(event)
    group.bytes += sizeOf(event)
    this.#trim(group)
    for (const listener of this.#listeners) listener(groupName, event)
  }

  /** A group of that name that was there before is replaced. */
  create(name: string, logClass: LogClass, createdAt = Date.now()): LogGroup {
    const group: LogGroup = { name, logClass, createdAt, events: [], streams: new Map(), bytes: 0 }
    this.#groups.set(name, group)
    return group
  }

  /** What is written to it later makes it anew. */
  delete(name: string): void {
    this.#groups.delete(name)
  }

  /** Drops the oldest quarter at once, so that a full group is not shifted event by event. */
  #trim(group: LogGroup): void {
    if (group.bytes <= this.#maxGroupBytes) return
    let count = 0
    while (group.bytes > this.#maxGroupBytes * 0.75 && count < group.events.length - 1) {
      const event = group.events[count++]
      if (event) group.bytes -= sizeOf(event)
    }
    group.events.splice(0, count)
    const alive = new Set(group.events.map(event => event.stream))
    for (const name of group.streams.keys()) if (!alive.has(name)) group.streams.delete(name)
  }
}

/**
 * `2026/11/21/[$LATEST]` and 32 hexadecimal digits, as the real service names streams; in a group that several functions
 * may share `2026/11/21/NAME[$LATEST]…`.
 */
export function newStreamName(version: string, functionName = '', now = new Date()): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/')
  return `${day}/${functionName}[${version}]${randomBytes(16).toString('hex')}`
}

/** The earliest time from which a group still has events, in epoch ms. */
export function keptFrom({ retentionDays }: LogGroup): number {
  return retentionDays === undefined ? 0 : Date.now() - retentionDays * 86_400_000
}

/** As CloudWatch Logs counts and bills it. */
export function sizeOf(event: LogEvent): number {
  return event.message.length + EVENT_OVERHEAD_BYTES
}
