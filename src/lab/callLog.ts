import type { LogStore } from './logStore.ts'

/** What `LogType: Tail` answers with. */
const TAIL_BYTES = 4096

/** The log stream of one environment, and the end of what was written since the last call began. */
export class CallLog {
  readonly #store: LogStore
  readonly #group: string
  readonly #stream: string
  #tail = Buffer.alloc(0)

  constructor(store: LogStore, group: string, stream: string) {
    this.#store = store
    this.#group = group
    this.#stream = stream
  }

  write(line: string): void {
    const message = `${line}\n`
    this.#store.append(this.#group, this.#stream, message)
    const bytes = Buffer.from(message)
    const all = bytes.length >= TAIL_BYTES ? bytes : Buffer.concat([this.#tail, bytes])
    this.#tail = all.subarray(Math.max(0, all.length - TAIL_BYTES))
  }

  /** The last 4 KB, and begins anew. May begin in the middle of a line. */
  takeTail(): Buffer {
    const tail = this.#tail
    this.#tail = Buffer.alloc(0)
    return tail
  }
}
