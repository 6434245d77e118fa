import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import { workspaceEdit } from './convert.ts'
import { effectText } from './effectText.ts'
import { measureChange } from './fixMeasurement.ts'
import { asLabFunction, chooseHandler } from './handlerTarget.ts'
import type { LabFunctions } from './labFunctions.ts'
import { pickPayload } from './payloadPick.ts'
import { refuseUntrusted } from './trust.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** A fix or suggestion as the lightbulb offered it. */
export interface OfferedFix {
  readonly uri: vscode.Uri
  readonly version: number
  readonly edits: readonly TextEdit[]
  /** Where the finding is. */
  readonly offset: number
}

/**
 * *Measure this fix*: the lab runs the handler before and after; the file is written only if the user then applies it.
 */
export async function measureFix(given: unknown, index: WorkspaceIndex, lab: LabFunctions): Promise<void> {
  refuseUntrusted()
  if (!isOffered(given)) {
    throw new LensError('no-fix', 'No fix was chosen.', 'Choose “Measure” in the lightbulb of a finding.')
  }
  const document = await vscode.workspace.openTextDocument(given.uri)
  refuseStale(document, given)
  const target = await handlerAt(document, given.offset, index)
  if (!target) return
  const title = target.definition?.logicalId ?? target.handler.exportName
  const payload = await pickPayload(title, target.root)
  if (!payload) return
  const before = document.getText()
  const after = applyEdits(before, given.edits)
  const change = { target: asLabFunction(target), before, after, payload: payload.text }
  const effect = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Measuring ${title} before and after`, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController()
      token.onCancellationRequested(() => controller.abort())
      let shown = 0
      const onProgress = (share: number) => {
        progress.report({ increment: 100 * (share - shown) })
        shown = share
      }
      return await measureChange(change, lab, onProgress, controller.signal)
    },
  )
  await offer(document, given, `${title} with ${payload.name} in the lab: ${effectText(effect)}`)
}

async function offer(document: vscode.TextDocument, offered: OfferedFix, text: string): Promise<void> {
  const answer = await vscode.window.showInformationMessage(text, 'Apply the Fix')
  if (answer !== 'Apply the Fix') return
  refuseStale(document, offered)
  await vscode.workspace.applyEdit(workspaceEdit(document, offered.edits))
}

/** The handler around the finding; where a function outside of handlers has it, the one that the user picks. */
async function handlerAt(
  document: vscode.TextDocument,
  offset: number,
  index: WorkspaceIndex,
): Promise<FoundHandler | undefined> {
  const found = await index.handlersIn(document)
  const around = found.find(({ handler: { functionSpan: span } }) => span && span.start <= offset && offset <= span.end)
  return around ?? (await chooseHandler(undefined, index))
}

function refuseStale(document: vscode.TextDocument, { version }: OfferedFix): void {
  if (document.version === version) return
  throw new LensError('text-changed', 'The file has changed since the fix was offered.', 'Choose it again.')
}

function isOffered(value: unknown): value is OfferedFix {
  return typeof value === 'object' && value !== null && 'edits' in value && 'uri' in value && 'version' in value
}
