import type { Tree } from '@lezer/common'
import { parser } from '@lezer/python'

export interface ParsedPython {
  readonly file: string
  readonly text: string
  /** Offsets are those of `text`. */
  readonly tree: Tree
}

/** Python source as a tree; half-typed text gives a tree with error nodes. Never throws. */
export function parse(text: string, { file }: { readonly file: string }): ParsedPython {
  // The grammar knows no byte order mark; a space of the same length would be an indentation.
  return { file, text, tree: parser.parse(text.startsWith('\uFEFF') ? `\n${text.slice(1)}` : text) }
}
