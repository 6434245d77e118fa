/** Lets at most so many at once; the others wait in line. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Runs `work` as soon as a slot is free. Whoever is aborted while in line leaves it. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#take(signal)
    try {
      return await work()
    } finally {
      this.#free += 1
      this.#waiting.shift()?.()
    }
  }

  async #take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (this.#free === 0) {
      await this.#turn(signal)
      // Whoever was called and leaves all the same calls the next one.
      if (signal.aborted) this.#waiting.shift()?.()
      signal.throwIfAborted()
    }
    this.#free -= 1
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const leave = () => {
        const place = this.#waiting.indexOf(go)
        if (place >= 0) this.#waiting.splice(place, 1)
        resolve()
      }
      const go = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(go)
    })
  }
}
