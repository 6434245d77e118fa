import * as vscode from 'vscode'
import { changedLinks } from '#handlers/deployed/links.ts'
import { settings } from './contributions.ts'

/** Puts back what was before. */
export type Undo = () => Promise<void>

/** Makes a link in the folder's own settings, so that it is shared with the project. */
export async function setLink(root: vscode.WorkspaceFolder, key: string, value: unknown): Promise<Undo> {
  return await change(root, key, value, vscode.ConfigurationTarget.WorkspaceFolder)
}

/** Takes a link away wherever it stands; undefined where there is none. */
export async function removeLink(root: vscode.WorkspaceFolder, keys: readonly string[]): Promise<Undo | undefined> {
  const undos: Undo[] = []
  for (const target of targets) {
    for (const key of keys) {
      if (valueOf(linksAt(root, target), key) !== undefined) undos.push(await change(root, key, undefined, target))
    }
  }
  if (undos.length === 0) return
  return async () => {
    for (const undo of undos.reverse()) await undo()
  }
}

const targets = [
  vscode.ConfigurationTarget.WorkspaceFolder,
  vscode.ConfigurationTarget.Workspace,
  vscode.ConfigurationTarget.Global,
] as const

async function change(
  root: vscode.WorkspaceFolder,
  key: string,
  value: unknown,
  target: (typeof targets)[number],
): Promise<Undo> {
  const before = valueOf(linksAt(root, target), key)
  const write = async (wanted: unknown) =>
    await vscode.workspace
      .getConfiguration(settings.section, root)
      .update(settings.links, changedLinks(linksAt(root, target), key, wanted), target)
  await write(value)
  return () => write(before)
}

function linksAt(root: vscode.WorkspaceFolder, target: (typeof targets)[number]): unknown {
  const found = vscode.workspace.getConfiguration(settings.section, root).inspect(settings.links)
  if (target === vscode.ConfigurationTarget.WorkspaceFolder) return found?.workspaceFolderValue
  return target === vscode.ConfigurationTarget.Workspace ? found?.workspaceValue : found?.globalValue
}

function valueOf(links: unknown, key: string): unknown {
  return typeof links === 'object' && links !== null ? new Map(Object.entries(links)).get(key) : undefined
}
