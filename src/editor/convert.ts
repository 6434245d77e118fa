import * as vscode from 'vscode'
import type { TextEdit } from '#syntax/textEdit.ts'

/** Edits by offsets as the editor's own, for the text that the document has now. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit()
  for (const { start, end, newText } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end))
    result.replace(document.uri, range, newText)
  }
  return result
}
