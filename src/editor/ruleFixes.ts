import * as vscode from 'vscode'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { FileFinding } from './analysis.ts'
import { commands, scriptLanguages } from './contributions.ts'
import { workspaceEdit } from './convert.ts'
import type { OfferedFix } from './measureFix.ts'
import { isOfRule, type RuleFindings } from './ruleFindings.ts'

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('lambdaLens')

/** The edits of findings behind the lightbulb, and all fixes of a file as a source action. */
export class RuleFixes implements vscode.CodeActionProvider {
  readonly #findings: RuleFindings

  constructor(findings: RuleFindings) {
    this.#findings = findings
  }

  static register(findings: RuleFindings): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider(
      scriptLanguages.map(language => ({ language, scheme: 'file' })),
      new RuleFixes(findings),
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
    )
  }

  /** In the active editor. */
  static async fixAll(): Promise<void> {
    await vscode.commands.executeCommand('editor.action.sourceAction', { kind: fixAllKind.value, apply: 'first' })
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const wantsQuickFix = !context.only || context.only.contains(vscode.CodeActionKind.QuickFix)
    const wantsFixAll = !context.only || context.only.contains(fixAllKind)
    if (!wantsQuickFix && !wantsFixAll) return []
    const found = await this.#findings.of(document)
    if (!found) return []
    const actions: vscode.CodeAction[] = []
    if (wantsQuickFix) {
      for (const finding of found.findings) {
        const place = new vscode.Range(document.positionAt(finding.span.start), document.positionAt(finding.span.end))
        if (!place.intersection(range)) continue
        const told = context.diagnostics.filter(one => isOfRule(one, finding.rule) && one.range.intersection(place))
        actions.push(...quickFixes(document, finding, told))
      }
    }
    if (wantsFixAll && found.fixAll.length > 0) {
      const all = new vscode.CodeAction('Fix all of Lambda Lens in this file', fixAllKind)
      all.edit = workspaceEdit(document, found.fixAll)
      actions.push(all)
    }
    return actions
  }
}

function quickFixes(
  document: vscode.TextDocument,
  { rule, span, title, fix, suggestions, disable }: FileFinding,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction[] {
  const action = (title: string, edits: readonly TextEdit[]) => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix)
    made.edit = workspaceEdit(document, edits)
    made.diagnostics = diagnostics
    return made
  }
  const actions = suggestions.map(({ title, edits }) => action(title, edits))
  if (fix) {
    const safe = action(title, fix)
    safe.isPreferred = true
    actions.unshift(safe)
  }
  for (const edits of [fix ?? [], ...suggestions.map(one => one.edits)]) {
    if (edits.length > 0) actions.push(measuring(document, edits, span.start, diagnostics))
  }
  if (disable) actions.push(action(`Disable ${rule} for this line`, [disable]))
  return actions
}

/** Runs the handler before and after in the lab. */
function measuring(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
  offset: number,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const title = 'Measure this fix in the lab…'
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix)
  const offered: OfferedFix = { uri: document.uri, version: document.version, edits, offset }
  action.command = { title, command: commands.measureFix, arguments: [offered] }
  action.diagnostics = diagnostics
  return action
}
