/**
 * An error meant for people: what happened (`message`), a stable `code` to search for, and what to do next
 * (`remedy`). Everything else that is thrown is a bug.
 */
export class LensError extends Error {
  override readonly name = 'LensError'
  readonly code: string
  readonly remedy: string

  constructor(code: string, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.remedy = remedy
  }
}

/** True when the work was ended by its own `AbortSignal`: neither a bug nor news for the user. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** One line for a log or a message; never includes a stack. */
export function describeError(error: unknown): string {
  if (error instanceof LensError) return `${error.message} ${error.remedy} (${error.code})`
  return error instanceof Error ? error.message : String(error)
}
