import type { Span } from '#common/span.ts'
import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'
import type { Plain } from '../templateNode.ts'

/** Reads options of a construct, and notes of each where it stands in the file or that only the running app knows it. */
export class OptionReader {
  readonly spans: Record<string, Span> = {}
  readonly unresolved: string[] = []
  readonly #own: Pick<CallSyntax, 'option'>
  readonly #file: string

  constructor(own: Pick<CallSyntax, 'option'>, file: string) {
    this.#own = own
    this.#file = file
  }

  option(name: string): ExpressionSyntax | undefined {
    return this.#own.option(name)
  }

  text(name: string, option: string): string | undefined {
    const value = this.#plain(name, this.#own.option(option))
    return value === undefined ? undefined : String(value)
  }

  number(name: string, option: string, inner?: string): number | undefined {
    const outer = this.#own.option(option)
    const value = this.#plain(name, inner === undefined ? outer : outer?.option(inner))
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined
  }

  positive(name: string, option: string, inner?: string): number | undefined {
    const number = this.number(name, option, inner)
    return number !== undefined && number > 0 ? number : undefined
  }

  flag(name: string, option: string): boolean | undefined {
    const value = this.#plain(name, this.#own.option(option))
    return typeof value === 'boolean' ? value : undefined
  }

  #plain(name: string, expression: ExpressionSyntax | undefined): Plain | undefined {
    if (!expression) return
    const found = expression.value()
    if (!found) this.unresolved.push(name)
    else if (found.place?.file === this.#file && !found.isShared) this.spans[name] = found.place.span
    return found?.value
  }
}
