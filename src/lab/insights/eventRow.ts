import type { LogEvent } from '../logStore.ts'
import { discoverFields } from './discoverFields.ts'
import type { Row } from './evaluate.ts'
import type { Value } from './functions.ts'

/** A log event as a row. What its message says is read when a field of it is asked for: most events need none. */
export class EventRow implements Row {
  readonly #event: LogEvent
  readonly #log: string
  readonly #isDiscovered: boolean
  #fields: ReadonlyMap<string, Value> | undefined

  /** `log` is ACCOUNT:GROUP. Only groups of the Standard class have their messages' fields discovered. */
  constructor(event: LogEvent, log: string, isDiscovered: boolean) {
    this.#event = event
    this.#log = log
    this.#isDiscovered = isDiscovered
  }

  get(name: string): Value {
    const { timestamp, message, stream, sequence } = this.#event
    switch (name) {
      case '@timestamp':
      case '@ingestionTime':
        return new Date(timestamp)
      case '@message':
        return message
      case '@logStream':
        return stream
      case '@log':
        return this.#log
      case '@ptr':
        return String(sequence)
      default:
        if (!this.#isDiscovered) return undefined
        this.#fields ??= discoverFields(message)
        return this.#fields.get(name)
    }
  }
}
