import type { Payload } from './payload.ts'

/** The part of VS Code's `Memento` that is needed here. */
interface Store {
  get(key: string): unknown
  update(key: string, value: unknown): Thenable<void>
}

const key = 'payloads'
const most = 10
/** A larger one is kept in a file, if at all. */
const longest = 100_000

/** Payloads used before that are no files of the workspace, the last one first; kept from window to window. */
export class PayloadHistory {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  get payloads(): readonly Payload[] {
    const kept = this.#store.get(key)
    return Array.isArray(kept) ? kept.filter(isPayload) : []
  }

  async add(payload: Payload): Promise<void> {
    if (payload.text.length > longest) return
    const others = this.payloads.filter(({ text }) => text !== payload.text)
    await this.#store.update(key, [payload, ...others].slice(0, most))
  }
}

function isPayload(value: unknown): value is Payload {
  if (typeof value !== 'object' || value === null) return false
  return 'name' in value && typeof value.name === 'string' && 'text' in value && typeof value.text === 'string'
}
