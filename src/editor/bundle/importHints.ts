import * as vscode from 'vscode'
import { commands } from '../contributions.ts'
import { bundleEnabled } from '../settings.ts'
import { importHintsEnabled } from './bundleSettings.ts'
import { commandLinks } from './commandLinks.ts'
import { initByImport, type KeptProfile } from './handlerSize.ts'
import type { HandlerSizes } from './handlerSizes.ts'
import type { WeighedHandler } from './keptSizes.ts'
import type { InitProfiles } from './initProfiles.ts'
import { hintText, hintTooltip } from './sizeText.ts'

/** What each import costs, at the end of its line; nothing that is of another text than the document's. */
export function importHints(
  document: vscode.TextDocument,
  range: vscode.Range,
  sizes: HandlerSizes,
  profiles: InitProfiles,
): vscode.InlayHint[] {
  if (!bundleEnabled(document) || !importHintsEnabled(document)) return []
  const weighed = [...sizes.all].find(one => one.document === document)
  if (!weighed) return []
  const kept = profiles.of(weighed.found)
  const hints = document.languageId === 'python' ? pythonHints(document, kept) : scriptHints(document, weighed, kept)
  return hints.filter(({ position }) => range.contains(position))
}

function scriptHints(
  document: vscode.TextDocument,
  { size: { report, version, problem } }: WeighedHandler,
  kept: KeptProfile | undefined,
): vscode.InlayHint[] {
  if (!report || problem || version !== document.version) return []
  const inits = initByImport(kept, report)
  return (report.imports ?? []).flatMap(one => {
    const init = inits.get(one.specifier)
    const text = hintText(one, init?.savedMs)
    if (text === undefined) return []
    const at = document.lineAt(document.positionAt(one.span.end)).range.end
    return hint(at, text, one.specifier, hintTooltip(one.specifier, one, init, commandLinks().markdown))
  })
}

/** Python's packages are not told apart by import; what their init takes is. */
function pythonHints(document: vscode.TextDocument, kept: KeptProfile | undefined): vscode.InlayHint[] {
  const lines = document.getText().split(/\r?\n/)
  const places = (kept?.lines ?? []).map(line => (line === '' ? 0 : lines.indexOf(line)))
  if (places.includes(-1)) return []
  return (kept?.profile.imports ?? []).flatMap((init, index) => {
    const line = places[index]
    const text = hintText(undefined, init.savedMs)
    if (line === undefined || init.line === undefined || text === undefined) return []
    const tooltip = hintTooltip(init.specifier, undefined, init, commandLinks().markdown)
    return hint(document.lineAt(line).range.end, text, init.specifier, tooltip)
  })
}

function hint(at: vscode.Position, text: string, specifier: string, tooltip: string): vscode.InlayHint {
  const part = new vscode.InlayHintLabelPart(text)
  part.tooltip = new vscode.MarkdownString(tooltip, true)
  part.tooltip.isTrusted = commandLinks().isTrusted
  part.command = { title: 'Show Bundle Report', command: commands.showBundle, arguments: [{ specifier }] }
  const made = new vscode.InlayHint(at, [part])
  made.paddingLeft = true
  return made
}
