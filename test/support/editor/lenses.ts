import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until, workspaceFile } from './workspace.ts'

/** The lens that says how the first handler of a file runs, as it stands now. */
async function statisticsLens(path: string): Promise<vscode.Command> {
  const uri = workspaceFile(path)
  await vscode.workspace.openTextDocument(uri)
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 9)
  return lenses[0]?.command ?? { title: 'no lens', command: '' }
}

/** The same once its title is as wanted. */
export async function lensSaying(path: string, title: RegExp): Promise<vscode.Command> {
  return await until(
    () => statisticsLens(path),
    lens => title.test(lens.title),
  )
}

/** What the hover at the beginning of a file's first handler says. */
export async function hoverText(path: string, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    workspaceFile(path),
    position,
  )
  const texts = hovers.flatMap(({ contents }) => contents).map(one => (typeof one === 'string' ? one : one.value))
  return texts.find(text => text.includes('command:lambdaLens')) ?? assert.fail(texts.join('\n'))
}
