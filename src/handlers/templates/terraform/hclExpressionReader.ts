import type { HclAttribute, HclExpression } from './hclNode.ts'
import type { HclScanner } from './hclScanner.ts'
import { readOperation } from './hclOperation.ts'
import { templateOf, unescaped } from './hclText.ts'

const deepest = 100
const constants = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Reads expressions. Of one that it does not understand it finds the end. */
export class HclExpressionReader {
  readonly #scanner: HclScanner
  #depth = 0

  constructor(scanner: HclScanner) {
    this.#scanner = scanner
  }

  /**
   * @param endsWithLine false inside of parentheses and brackets, where a line end is white space
   * @param stop what ends it besides: the colon between the branches of a condition
   */
  read(endsWithLine: boolean, stop?: string): HclExpression {
    const scanner = this.#scanner
    const start = scanner.at
    if (this.#depth >= deepest) {
      scanner.fail('expressions are nested too deeply')
      scanner.at = scanner.text.length
    }
    this.#depth++
    const operand = readOperation(
      scanner,
      () => this.#operand(),
      () => this.#skip(endsWithLine),
    )
    this.#depth--
    const end = scanner.at
    this.#skip(endsWithLine)
    if (operand && this.#atEnd(endsWithLine, stop)) {
      scanner.at = end
      return operand
    }
    const condition = scanner.char === '?' ? operand : undefined
    if (!condition) scanner.at = start
    const conditional = this.#depth < deepest ? this.#conditional(start, condition, endsWithLine, stop) : undefined
    if (conditional) return conditional
    scanner.at = start
    scanner.skipExpression(endsWithLine, stop)
    return { kind: 'opaque', span: { start, end: scanner.at } }
  }

  /** Undefined where no condition ends here with two branches. */
  #conditional(
    start: number,
    condition: HclExpression | undefined,
    endsWithLine: boolean,
    stop: string | undefined,
  ): HclExpression | undefined {
    const scanner = this.#scanner
    if (!condition) scanner.skipExpression(endsWithLine, '?')
    if (!scanner.takeChar('?')) return
    this.#depth++
    this.#skip(endsWithLine)
    const one = this.read(endsWithLine, ':')
    this.#skip(endsWithLine)
    const other = scanner.takeChar(':') ? this.#other(endsWithLine, stop) : undefined
    this.#depth--
    const said = condition ? { condition } : {}
    return other && { kind: 'conditional', ...said, branches: [one, other], span: { start, end: scanner.at } }
  }

  #other(endsWithLine: boolean, stop: string | undefined): HclExpression {
    this.#skip(endsWithLine)
    return this.read(endsWithLine, stop)
  }

  #skip(endsWithLine: boolean): void {
    if (endsWithLine) this.#scanner.skipBlanks()
    else this.#scanner.skipSpace()
  }

  #atEnd(endsWithLine: boolean, stop: string | undefined): boolean {
    const scanner = this.#scanner
    if (stop !== undefined && scanner.char === stop) return true
    if (scanner.done || /[,\])}]/.test(scanner.char) || scanner.text.startsWith('~}', scanner.at)) return true
    return endsWithLine && (/[\n#]/.test(scanner.char) || scanner.text.startsWith('//', scanner.at))
  }

  #operand(): HclExpression | undefined {
    const scanner = this.#scanner
    const start = scanner.at
    const number = scanner.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y)
    if (number !== undefined) return { kind: 'literal', value: Number(number), span: { start, end: scanner.at } }
    switch (scanner.char) {
      case '"':
        return this.string()
      case '[': {
        scanner.at++
        const items = this.#items(']')
        return items && { kind: 'list', items, span: { start, end: scanner.at } }
      }
      case '{':
        return this.#object()
      case '(': {
        scanner.at++
        const items = this.#items(')')
        return items?.length === 1 ? items[0] : undefined
      }
      default:
        return this.#named()
    }
  }

  /** `"…"` with `${…}` in it. Ends with the line where the closing quote is missing. */
  string(): HclExpression {
    const scanner = this.#scanner
    const start = scanner.at++
    const parts: (string | HclExpression)[] = []
    let from = scanner.at
    const endText = () => {
      if (scanner.at > from) parts.push(unescaped(scanner.text.slice(from, scanner.at)))
    }
    for (;;) {
      if (scanner.take(/[^"\\$%\n]+|\\[^\n]|\$\$\{|%%\{|[$%](?!\{)/y) !== undefined) continue
      endText()
      if (scanner.char !== '$' && scanner.char !== '%') break
      parts.push(this.#interpolation())
      from = scanner.at
    }
    if (!scanner.takeChar('"')) scanner.fail('a string is not closed')
    return templateOf(parts, { start, end: scanner.at })
  }

  /** `${…}`; and `%{…}`, which makes the text depend on a condition or a loop. */
  #interpolation(): HclExpression {
    const scanner = this.#scanner
    const start = scanner.at
    const isDirective = scanner.char === '%'
    scanner.at += 2
    scanner.takeChar('~')
    scanner.skipSpace()
    const inner = this.read(false)
    scanner.skipSpace()
    scanner.takeChar('~')
    if (!scanner.takeChar('}')) {
      scanner.fail('“${” is not closed')
      scanner.take(/[^}"\n]*\}?/y)
    }
    return isDirective ? { kind: 'opaque', span: { start, end: scanner.at } } : inner
  }

  /** Undefined for a `for` expression, and where the bracket is not closed. */
  #items(closer: string): readonly HclExpression[] | undefined {
    const scanner = this.#scanner
    const items: HclExpression[] = []
    for (;;) {
      scanner.skipSpace()
      if (scanner.takeChar(closer)) return items
      if (scanner.done || this.#isFor()) return
      items.push(this.read(false))
      scanner.skipSpace()
      if (!scanner.takeChar(',') && scanner.char !== closer) return
    }
  }

  #object(): HclExpression | undefined {
    const scanner = this.#scanner
    const start = scanner.at++
    const attributes: HclAttribute[] = []
    for (;;) {
      scanner.skipSpace()
      if (scanner.takeChar('}')) return { kind: 'object', attributes, span: { start, end: scanner.at } }
      if (scanner.done || this.#isFor()) return
      const name = this.#key()
      scanner.skipBlanks()
      if (scanner.take(/[=:]/y) === undefined) return
      scanner.skipSpace()
      const value = this.read(true)
      if (name !== undefined) attributes.push({ name, value })
      scanner.skipSpace()
      scanner.takeChar(',')
    }
  }

  /** Undefined for a key that is not literal. */
  #key(): string | undefined {
    const key = this.#operand()
    // Providers of a module have names of two parts.
    if (key?.kind === 'reference') return key.path.includes(null) ? undefined : key.path.join('.')
    return key?.kind === 'literal' ? String(key.value) : undefined
  }

  #isFor(): boolean {
    return /for\s/y.test(this.#scanner.text.slice(this.#scanner.at, this.#scanner.at + 4))
  }

  /** A constant, a reference or a call. */
  #named(): HclExpression | undefined {
    const scanner = this.#scanner
    const start = scanner.at
    const name = scanner.name()
    if (name === undefined) return
    const constant = constants.get(name)
    if (constant !== undefined) return { kind: 'literal', value: constant, span: { start, end: scanner.at } }
    if (scanner.take(/(?:::[\w-]+)*\(/y) !== undefined) {
      const items = this.#items(')')
      return items && { kind: 'call', name, arguments: items, span: { start, end: scanner.at } }
    }
    const path: (string | null)[] = [name]
    for (;;) {
      const step = scanner.take(/\.(?:[\p{L}\p{N}_-]+|\*)|\[\*\]/uy)
      if (step !== undefined) path.push(step.endsWith('*') || step.endsWith('*]') ? null : step.slice(1))
      else if (scanner.takeChar('[')) {
        const index = this.#items(']')?.[0]
        if (!index) return
        path.push(index.kind === 'literal' ? String(index.value) : null)
      } else return { kind: 'reference', path, span: { start, end: scanner.at } }
    }
  }
}
