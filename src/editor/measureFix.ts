import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import { effectText } from './effectText.ts'
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

/** *Measure this fix*: the lab runs the handler before and after; the file is written only if the user then applies it. */
export class MeasureFix {
  readonly #index: WorkspaceIndex
  readonly #lab: LabFunctions

  constructor(index: WorkspaceIndex, lab: LabFunctions) {
    this.#index = index
    this.#lab = lab
  }

  async measure(given: unknown): Promise<void> {
    refuseUntrusted()
    if (!isOffered(given)) {
      throw new LensError('no-fix', 'No fix was chosen.', 'Choose “Measure” in the lightbulb of a finding.')
    }
    const document = await vscode.workspace.openTextDocument(given.uri)
    refuseStale(document, given)
    const target = await this.#handlerAt(document, given.offset)
    if (!target) return
    const title = target.definition?.logicalId ?? target.handler.exportName
    const payload = await pickPayload(title, target.root)
    if (!payload) return
    const before = document.getText()
    const change = {
      target: asLabFunction(target),
      before,
      after: applyEdits(before, given.edits),
      payload: payload.text,
    }
    const { measureChange } = await import('./fixMeasurement.ts')
    const effect = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Measuring ${title} before and after`,
        cancellable: true,
      },
      async (progress, token) => {
        const controller = new AbortController()
        token.onCancellationRequested(() => controller.abort())
        let shown = 0
        const onProgress = (share: number) => {
          progress.report({ increment: 100 * (share - shown) })
          shown = share
        }
        return await measureChange(change, this.#lab, onProgress, controller.signal)
      },
    )
    await this.#offer(document, given, `${title} with ${payload.name} in the lab: ${effectText(effect)}`)
  }

  async #offer(document: vscode.TextDocument, offered: OfferedFix, text: string): Promise<void> {
    const answer = await vscode.window.showInformationMessage(text, 'Apply the Fix')
    if (answer !== 'Apply the Fix') return
    refuseStale(document, offered)
    const edit = new vscode.WorkspaceEdit()
    for (const { start, end, newText } of offered.edits) {
      edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText)
    }
    await vscode.workspace.applyEdit(edit)
  }

  /** The handler around the finding; where a function outside of handlers has it, the one that the user picks. */
  async #handlerAt(document: vscode.TextDocument, offset: number): Promise<FoundHandler | undefined> {
    const found = await this.#index.handlersIn(document)
    const around = found.find(
      ({ handler: { functionSpan: span } }) => span && span.start <= offset && offset <= span.end,
    )
    return around ?? (await chooseHandler(undefined, this.#index))
  }
}

function refuseStale(document: vscode.TextDocument, { version }: OfferedFix): void {
  if (document.version === version) return
  throw new LensError('text-changed', 'The file has changed since the fix was offered.', 'Choose it again.')
}

function isOffered(value: unknown): value is OfferedFix {
  return typeof value === 'object' && value !== null && 'edits' in value && 'uri' in value && 'version' in value
}
