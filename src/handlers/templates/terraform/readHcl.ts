import { LineTable } from '#syntax/lineTable.ts'
import { HclExpressionReader } from './hclExpressionReader.ts'
import type { HclAttribute, HclBlock, HclBody, ParsedHcl } from './hclNode.ts'
import { HclScanner } from './hclScanner.ts'

const deepest = 100

/**
 * Reads HCL, the language of `.tf` and `.tfvars`: blocks, attributes and their literal values with their places. Broken
 * text gives what could be read and the first problem as a reason; nothing is thrown.
 */
export function readHcl(text: string): ParsedHcl {
  const scanner = new HclScanner(text)
  const body = new BodyReader(scanner).read(0)
  if (!scanner.problem) return { body }
  const { at, message } = scanner.problem
  return { body, reason: `Line ${new LineTable(text).lineAt(at)} is not valid HCL: ${message}.` }
}

class BodyReader {
  readonly #scanner: HclScanner
  readonly #expressions: HclExpressionReader

  constructor(scanner: HclScanner) {
    this.#scanner = scanner
    this.#expressions = new HclExpressionReader(scanner)
  }

  /** Up to the closing brace, or to the end of the text in the outermost. */
  read(depth: number): HclBody {
    const scanner = this.#scanner
    const start = scanner.at
    const blocks: HclBlock[] = []
    const attributes: HclAttribute[] = []
    if (depth > 0) scanner.takeChar('{')
    for (;;) {
      scanner.skipSpace()
      if (depth > 0 && scanner.takeChar('}')) break
      if (scanner.done || depth > deepest) {
        if (depth > 0) scanner.fail(depth > deepest ? 'blocks are nested too deeply' : 'a block is not closed')
        break
      }
      // A keyword at the margin is a new block: the one before it was left open.
      if (depth > 0 && this.#atTopLevelBlock()) {
        scanner.fail('a block is not closed')
        break
      }
      const item = this.#item(depth)
      if (item && 'body' in item) blocks.push(item)
      else if (item) attributes.push(item)
    }
    return { blocks, attributes, span: { start, end: scanner.at } }
  }

  #atTopLevelBlock(): boolean {
    const { text, at } = this.#scanner
    if (at > 0 && text[at - 1] !== '\n') return false
    const topLevel =
      /(?:(?:resource|data)\s+"[^"\n]*"\s+"[^"\n]*"|(?:module|variable|output|provider)\s+"[^"\n]*"|locals)\s*\{/y
    topLevel.lastIndex = at
    return topLevel.test(text)
  }

  #item(depth: number): HclBlock | HclAttribute | undefined {
    const scanner = this.#scanner
    const start = scanner.at
    const type = scanner.name()
    const typeSpan = { start, end: scanner.at }
    if (type === undefined) {
      scanner.fail('a name is expected')
      scanner.at++
      scanner.skipExpression(true)
      return
    }
    scanner.skipBlanks()
    if (scanner.char === '=' && scanner.text[scanner.at + 1] !== '=') {
      scanner.at++
      scanner.skipBlanks()
      if (/[\n}]/.test(scanner.char) || scanner.done) {
        scanner.fail(`${type} has no value`)
        return
      }
      return { name: type, value: this.#value() }
    }
    const labels: string[] = []
    for (let label = this.#label(); label !== undefined; label = this.#label()) labels.push(label)
    if (scanner.char === '{') return { type, labels, typeSpan, body: this.read(depth + 1) }
    scanner.fail(`“=” or “{” is expected after ${type}`)
    scanner.skipExpression(true)
    return
  }

  #value(): HclAttribute['value'] {
    const scanner = this.#scanner
    const start = scanner.at
    const text = scanner.heredoc()
    if (text !== undefined) {
      const span = { start, end: scanner.at }
      return /[$%]\{/.test(text) ? { kind: 'opaque', span } : { kind: 'literal', value: text, span }
    }
    return this.#expressions.read(true)
  }

  #label(): string | undefined {
    const scanner = this.#scanner
    scanner.skipBlanks()
    if (scanner.char !== '"') return scanner.name()
    const label = this.#expressions.string()
    return label.kind === 'literal' ? String(label.value) : undefined
  }
}
