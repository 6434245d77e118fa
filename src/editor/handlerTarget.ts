import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import type { Span } from '#common/span.ts'
import type { Language, ParsedLanguage } from '#handlers/handler.ts'
import type { LabFunction } from './labFunctions.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

export function asLabFunction({ root, handler, definition }: FoundHandler): LabFunction {
  return { root: root.uri.fsPath, handler, ...(definition ? { definition } : {}) }
}

/**
 * The handler that a command means: the one a lens gave, else the one under the cursor, else the only one of the file,
 * else the user's pick; undefined when the user picks none. Throws a `LensError` (`no-handler`).
 */
export async function chooseHandler(given: unknown, index: WorkspaceIndex): Promise<FoundHandler | undefined> {
  if (isFoundHandler(given)) return given
  if (isKeyed(given)) return await byKey(given.key, index)
  const editor = vscode.window.activeTextEditor
  const found = editor ? await index.handlersIn(editor.document) : []
  if (!editor || found.length === 0) {
    throw new LensError(
      'no-handler',
      editor ? 'There is no Lambda handler in this file.' : 'No file is open.',
      'Open a file whose handler a template names, or one that exports a function named handler.',
    )
  }
  const under = handlerAt(found, editor)
  if (under) return under
  const cursor = editor.document.offsetAt(editor.selection.active)
  const above = nearestAbove(found, cursor)
  const picks = found.map(target => ({
    label: target.handler.exportName,
    description: target.definition ? `${target.definition.logicalId} in ${target.definition.template}` : '',
    picked: target === above,
    target,
  }))
  const pick = await vscode.window.showQuickPick(picks, { placeHolder: 'Which handler?' })
  return pick?.target
}

/** The handler under the cursor, else the only one. */
export function handlerAt(found: readonly FoundHandler[], editor: vscode.TextEditor): FoundHandler | undefined {
  const cursor = editor.document.offsetAt(editor.selection.active)
  const under = found.find(({ handler }) => isWithin(handler.span, cursor) || isWithin(handler.functionSpan, cursor))
  return under ?? (found.length === 1 ? found[0] : undefined)
}

function isWithin(span: Span | undefined, offset: number): boolean {
  return span !== undefined && span.start <= offset && offset <= span.end
}

function nearestAbove(found: readonly FoundHandler[], cursor: number): FoundHandler | undefined {
  return found.filter(({ handler }) => handler.span.start <= cursor).at(-1)
}

/** Whether the lab has an interpreter for it. */
export function runsInLab(language: Language): language is ParsedLanguage {
  return language === 'javascript' || language === 'typescript' || language === 'python'
}

/** Tells one handler of the window from another. */
export function keyOf({ root, handler }: FoundHandler): string {
  return JSON.stringify([root.uri.toString(), handler.file, handler.exportName])
}

/** The same handler as its file and its template say it now. Throws a `LensError` (`no-handler`). */
export async function findAgain(target: FoundHandler, index: WorkspaceIndex): Promise<FoundHandler> {
  const uri = vscode.Uri.joinPath(target.root.uri, target.handler.file)
  const found = await index.handlersIn(await vscode.workspace.openTextDocument(uri))
  const same = found.find(other => keyOf(other) === keyOf(target))
  if (same) return same
  throw new LensError(
    'no-handler',
    `${target.handler.file} has no handler ${target.handler.exportName} any more.`,
    'Open the file and tune the handler that it has now.',
  )
}

/** By what `keyOf` says, which a link in a hover can carry. */
async function byKey(key: string, index: WorkspaceIndex): Promise<FoundHandler | undefined> {
  const parts: unknown = JSON.parse(key)
  const [root, file] = Array.isArray(parts) ? parts.map(String) : []
  if (root === undefined || file === undefined) return
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(root), file)
  const found = await index.handlersIn(await vscode.workspace.openTextDocument(uri))
  return found.find(other => keyOf(other) === key)
}

function isKeyed(value: unknown): value is { readonly key: string } {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string'
}

/** Commands get whatever their caller passes: a lens passes what it found, the context menu a file. */
function isFoundHandler(value: unknown): value is FoundHandler {
  return typeof value === 'object' && value !== null && 'handler' in value && 'root' in value
}
