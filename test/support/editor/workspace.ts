import assert from 'node:assert/strict'
import * as vscode from 'vscode'

/** A file of the folder that is open. */
export function workspaceFile(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open')
  return vscode.Uri.joinPath(folder, path)
}

/** Looks until the editor's state is as wanted; a vain wait says what it saw last. */
export async function until<T>(look: () => Promise<T>, isDone: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 45_000
  for (;;) {
    const seen = await look()
    if (isDone(seen)) return seen
    assert.ok(Date.now() < deadline, `still ${JSON.stringify(seen)}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
