import * as vscode from 'vscode'
import { workspaceFile } from './workspace.ts'

/** What the lenses of a file say, resolved, from top to bottom. */
export async function lensTitles(path: string, most = 9): Promise<string[]> {
  const uri = workspaceFile(path)
  await vscode.workspace.openTextDocument(uri)
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, most)
  return lenses.map(({ command }) => command?.title ?? 'unresolved')
}
