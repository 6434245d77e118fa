import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'

/** The constructs of a file by the names that they are kept under. */
export class BoundConstructs {
  /** Null for names that are used for several. */
  readonly #byName = new Map<string, CallSyntax | null>()

  constructor(calls: readonly CallSyntax[]) {
    for (const call of calls) {
      if (call.boundTo === undefined) continue
      const key = keyOf(call.boundTo, call.className)
      this.#byName.set(key, this.#byName.has(key) ? null : call)
    }
  }

  /** What an expression is: `queue`, `this.queue`, `this.fn.currentVersion`, or a construction itself. */
  find(expression: ExpressionSyntax | undefined, className: string | undefined): CallSyntax | undefined {
    if (!expression) return
    return this.named(expression.text, className) ?? expression.call()
  }

  named(text: string, className: string | undefined): CallSyntax | undefined {
    for (let name = text; name !== ''; name = name.replace(/(?:^|\.)[^.]*$/, '')) {
      const found = this.#byName.get(keyOf(name, className))
      if (found) return found
    }
    return undefined
  }
}

function keyOf(name: string, className: string | undefined): string {
  return `${className ?? ''} ${name}`
}
