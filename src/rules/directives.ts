import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { indentationAt, lineBreakOf, lineStart } from '#syntax/javascript/layout.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

const marker = 'lambda-lens-disable-next-line'
const pattern = new RegExp(`^\\s*${marker}(?![\\w-])([^]*?)(?:\\s--\\s[^]*)?$`)

/**
 * What the comments `lambda-lens-disable-next-line ID, ID -- why` switch off; without an id all rules. They work in our
 * own runner, in ESLint and in oxlint alike.
 */
export class Directives {
  readonly #byLine = new Map<number, { readonly comment: TSESTree.Comment; readonly ids: readonly string[] }>()
  readonly #code: SourceCode

  constructor(code: SourceCode) {
    this.#code = code
    if (!code.text.includes(marker)) return
    for (const comment of code.getAllComments()) {
      const ids = pattern
        .exec(comment.value)?.[1]
        ?.split(/[\s,]+/)
        .filter(id => id !== '')
      if (ids) this.#byLine.set(comment.loc.end.line + 1, { comment, ids })
    }
  }

  /** `line`, from 1, of a finding's start. */
  disables(id: string, line: number): boolean {
    const ids = this.#byLine.get(line)?.ids
    return ids !== undefined && (ids.length === 0 || ids.includes(id))
  }

  /** The edit that switches a rule off at a node; undefined where a comment cannot stand above its line. */
  disable(id: string, { range: [start], loc }: Pick<TSESTree.Node, 'range' | 'loc'>): TextEdit | undefined {
    const { text } = this.#code
    const present = this.#byLine.get(loc.start.line)
    if (present) {
      const last = present.ids.at(-1)
      if (last === undefined) return
      const at =
        present.comment.range[0] + this.#code.text.slice(...present.comment.range).lastIndexOf(last) + last.length
      return { start: at, end: at, newText: `, ${id}` }
    }
    const at = lineStart(text, start)
    if (this.#isInsideText(at)) return
    return { start: at, end: at, newText: `${indentationAt(text, start)}// ${marker} ${id}${lineBreakOf(text)}` }
  }

  #isInsideText(at: number): boolean {
    const isAround = ({ range: [start, end] }: { readonly range: TSESTree.Range }) => start < at && at < end
    if (this.#code.getAllComments().some(isAround)) return true
    for (const node of descendants(this.#code.ast, this.#code, isAround)) {
      const isText = ['TemplateElement', 'JSXText', 'JSXElement', 'JSXFragment', 'Literal'].includes(node.type)
      if (isText && isAround(node)) return true
    }
    return false
  }
}
