import type { StackKey, StackResource, StackResources } from './stackResources.ts'

type Answer = readonly StackResource[] | undefined

/** Asks for each stack once, for all who want to know; what failed is asked again. */
export class RememberedStacks implements StackResources {
  readonly #stacks: StackResources
  readonly #known = new Map<string, Promise<Answer>>()
  readonly #controller = new AbortController()

  constructor(stacks: StackResources) {
    this.#stacks = stacks
  }

  async resources(key: StackKey, signal: AbortSignal): Promise<Answer> {
    const name = JSON.stringify([key.stack, key.region, key.account])
    const known = this.#known.get(name) ?? this.#stacks.resources(key, this.#controller.signal)
    this.#known.set(name, known)
    known.catch(() => this.#known.delete(name))
    return await unlessAborted(known, signal)
  }

  /** Ends what is under way. */
  dispose(): void {
    this.#controller.abort()
  }
}

/** Whoever stops waiting does not stop the work, for which others may wait. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  return await new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)))
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
