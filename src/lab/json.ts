/** Reads of a JSON object whose shape nobody has checked: each returns undefined where the value is of another type. */
export class JsonObject {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(value: unknown) {
    this.#values = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null
  }

  names(): readonly string[] {
    return Object.keys(this.#values)
  }

  value(name: string): unknown {
    return this.#values[name]
  }

  string(name: string): string | undefined {
    const value = this.#values[name]
    return typeof value === 'string' ? value : undefined
  }

  number(name: string): number | undefined {
    const value = this.#values[name]
    return typeof value === 'number' ? value : undefined
  }

  numbers(name: string): number[] {
    const value = this.#values[name]
    return Array.isArray(value) ? value.filter(item => typeof item === 'number') : []
  }

  boolean(name: string): boolean {
    return this.#values[name] === true
  }

  object(name: string): JsonObject {
    return new JsonObject(this.#values[name])
  }

  objects(name: string): JsonObject[] {
    const value = this.#values[name]
    return Array.isArray(value) ? value.map(item => new JsonObject(item)) : []
  }

  strings(name: string): string[] {
    const value = this.#values[name]
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  }

  /** The members whose values are strings. */
  stringEntries(): Record<string, string> {
    const entries = Object.entries(this.#values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    return Object.fromEntries(entries)
  }
}
