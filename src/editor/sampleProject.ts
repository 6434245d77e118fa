import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'

const folderName = 'lambda-lens-sample'

/** Copies the sample into a folder of the user's choice and opens it. An existing folder is never written to. */
export async function openSampleProject(extension: vscode.Uri): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Put the Sample Here',
    title: 'Where shall the sample project go?',
  })
  const parent = chosen?.[0]
  if (!parent) return
  const target = await freeFolder(parent)
  try {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'media', 'sample'), target, { overwrite: false })
  } catch (cause) {
    throw new LensError(
      'sample-not-copied',
      `The sample project could not be written to ${target.fsPath}.`,
      'Choose a folder that you may write to.',
      cause,
    )
  }
  await vscode.commands.executeCommand('vscode.openFolder', target)
}

async function freeFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const folder = vscode.Uri.joinPath(parent, number === 1 ? folderName : `${folderName}-${number}`)
    const taken = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    )
    if (!taken) return folder
  }
}
