import * as vscode from 'vscode'
import { commands } from './contributions.ts'
import { hoverMarkdown, type ReportSource } from './functionReport.ts'
import { keyOf } from './handlerTarget.ts'
import { commandFor } from './lensCommand.ts'
import type { LensState } from './lensState.ts'
import type { FoundHandler } from './workspaceIndex.ts'

/** How a handler runs, in a table with links, over its name. */
export function handlerHover(
  document: vscode.TextDocument,
  found: FoundHandler,
  state: LensState,
  source: ReportSource,
): vscode.Hover {
  const text = new vscode.MarkdownString(hoverMarkdown(state, source, linksOf(state, found)))
  text.isTrusted = { enabledCommands: linkCommands.map(([, command]) => command) }
  const { start, end } = found.handler.span
  return new vscode.Hover(text, new vscode.Range(document.positionAt(start), document.positionAt(end)))
}

const linkCommands = [
  ['Report', commands.showReport],
  ['Read again', commands.refreshStatistics],
  ['Link to a deployed function…', commands.link],
  ['Sign in…', commands.signIn],
  ['Run in the lab', commands.runInLab],
] as const

/** What a click on the lens does, and reading again. A command in a link gets its handler by its key. */
function linksOf(state: LensState, found: FoundHandler): (readonly [string, string])[] {
  const useful = new Set<string>([commandFor(state), commands.refreshStatistics])
  const argument = encodeURIComponent(JSON.stringify([{ key: keyOf(found) }]))
  return linkCommands
    .filter(([, command]) => useful.has(command))
    .map(([label, command]) => [label, `command:${command}?${argument}`])
}
