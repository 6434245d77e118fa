import * as vscode from 'vscode'
import { formatMemory } from '#common/format.ts'
import type { MemoryEdit } from '#handlers/editMemory.ts'
import type { DefinitionKey } from '#handlers/handler.ts'
import type { AppliedRecord, SweepHistory } from '#tuning/history.ts'
import { keyOf } from './handlerTarget.ts'
import type { TunePlaces } from './tuneFollowUp.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** Of a function in the lab nothing is live: its recommendation goes into the template, where it has one. */
export function labPlaces(history: SweepHistory, target: FoundHandler, index: WorkspaceIndex): TunePlaces {
  const { root, definition } = target
  return {
    history,
    functionKey: `lab:${keyOf(target)}`,
    ...(definition
      ? { toTemplate: (memoryMb, signal) => applyToTemplate(root, definition, memoryMb, signal, index) }
      : {}),
  }
}

/** Shows the edit as a difference to confirm. Undefined when the user declines. */
async function applyToTemplate(
  root: vscode.WorkspaceFolder,
  definition: DefinitionKey,
  memoryMb: number,
  signal: AbortSignal,
  index: WorkspaceIndex,
): Promise<AppliedRecord | undefined> {
  // The template is read from the disk, as every index of it is.
  await vscode.workspace.saveAll(false)
  const edit = await index.memoryEdit(root, definition, memoryMb)
  signal.throwIfAborted()
  const uri = vscode.Uri.joinPath(root.uri, edit.file)
  const document = await vscode.workspace.openTextDocument(uri)
  const isApplied = await vscode.workspace.applyEdit(confirmed(document, edit, definition.logicalId, memoryMb), {
    isRefactoring: true,
  })
  if (!isApplied) return undefined
  const from = edit.fromMb === undefined ? {} : { fromMb: edit.fromMb }
  return { at: new Date().toISOString(), to: 'template', ...from, toMb: memoryMb, file: edit.file }
}

function confirmed(
  document: vscode.TextDocument,
  { edits, fromMb, alsoChanges }: MemoryEdit,
  logicalId: string,
  memoryMb: number,
): vscode.WorkspaceEdit {
  const others = alsoChanges.map(other => other.logicalId).join(', ')
  const before = fromMb === undefined ? '' : `${formatMemory(fromMb)} → `
  const metadata = {
    needsConfirmation: true,
    label: `Memory of ${logicalId}: ${before}${formatMemory(memoryMb)}`,
    ...(others === '' ? {} : { description: `changes ${others} as well` }),
  }
  const result = new vscode.WorkspaceEdit()
  for (const { start, end, newText } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end))
    result.replace(document.uri, range, newText, metadata)
  }
  return result
}
