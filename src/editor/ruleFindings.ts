import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import type { Severity } from '#rules/finding.ts'
import type { RuleFinding } from '#rules/runRules.ts'
import type { FileFindings } from './analysis.ts'
import { scriptLanguages, settings } from './contributions.ts'
import type { MeasuredModules } from './measuredModules.ts'
import type { Notify } from './notify.ts'
import { onSetting, ruleSeverities, rulesEnabled } from './settings.ts'
import type { WorkspaceIndex } from './workspaceIndex.ts'

/** What the rules find in a document, of the text that it had then. */
export interface DocumentFindings extends FileFindings {
  readonly version: number
}

const settleMs = 250
const source = 'Lambda Lens'
const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
}

/** The findings of open scripts as squiggles, which follow the text as it is typed. */
export class RuleFindings {
  readonly #index: WorkspaceIndex
  readonly #pages: vscode.Uri
  readonly #notify: Notify
  readonly #measured: MeasuredModules
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('lambda-lens-rules')
  readonly #known = new Map<string, DocumentFindings>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #subscriptions: readonly vscode.Disposable[]

  /** `extension` is the folder that the rules' pages are in. */
  constructor(index: WorkspaceIndex, extension: vscode.Uri, notify: Notify, measured: MeasuredModules) {
    this.#index = index
    this.#pages = extension
    this.#notify = notify
    this.#measured = measured
    const all = () => this.#lookAtAll()
    this.#subscriptions = [
      index.onDidChange(all),
      onSetting(settings.rulesEnabled, all),
      onSetting(settings.rulesSeverity, all),
      measured.onDidChange(uri => this.#lookAt(uri)),
      vscode.workspace.onDidOpenTextDocument(document => this.#schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document, settleMs)),
      vscode.workspace.onDidCloseTextDocument(document => this.#forget(document)),
    ]
    all()
  }

  /** The findings of the text as it stands; undefined where rules have no say. */
  async of(document: vscode.TextDocument): Promise<DocumentFindings | undefined> {
    const known = this.#known.get(document.uri.toString())
    return known?.version === document.version ? known : await this.#look(document)
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    vscode.Disposable.from(...this.#subscriptions, this.#diagnostics).dispose()
  }

  #lookAtAll(): void {
    this.#known.clear()
    for (const document of vscode.workspace.textDocuments) this.#schedule(document, 0)
  }

  #lookAt(uri: vscode.Uri): void {
    this.#known.delete(uri.toString())
    const document = vscode.workspace.textDocuments.find(one => one.uri.toString() === uri.toString())
    if (document) this.#schedule(document, 0)
  }

  #schedule(document: vscode.TextDocument, delayMs: number): void {
    if (!isScript(document)) return
    const key = document.uri.toString()
    clearTimeout(this.#timers.get(key))
    const look = () => {
      this.#timers.delete(key)
      this.#look(document).catch((error: unknown) => {
        if (!isAbort(error)) this.#notify.record(error)
      })
    }
    this.#timers.set(key, setTimeout(look, delayMs))
  }

  async #look(document: vscode.TextDocument): Promise<DocumentFindings | undefined> {
    if (!isScript(document) || document.isClosed) return
    if (!rulesEnabled(document)) {
      this.#diagnostics.delete(document.uri)
      return
    }
    const { version } = document
    const found = await this.#index.findingsIn(document, ruleSeverities(document), this.#measured.of(document.uri))
    // Of a text that is older than the last change nothing is shown: the change has its own look.
    if (!found || document.version !== version || document.isClosed) return
    for (const failure of found.failures) this.#notify.record(new Error(`A rule failed: ${failure}`))
    const findings = { ...found, version }
    const key = document.uri.toString()
    // Half-typed text keeps the squiggles that it had; the editor moves them along.
    if (found.complete || !this.#known.has(key)) {
      const shown = found.findings.map(one => this.#diagnostic(document, one))
      this.#diagnostics.set(document.uri, shown)
    }
    this.#known.set(key, findings)
    return findings
  }

  #diagnostic(document: vscode.TextDocument, { span, message, severity, rule, url }: RuleFinding): vscode.Diagnostic {
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end))
    const diagnostic = new vscode.Diagnostic(range, message, severities[severity])
    diagnostic.source = source
    diagnostic.code = { value: rule, target: vscode.Uri.joinPath(this.#pages, url) }
    return diagnostic
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString()
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#known.delete(key)
    this.#diagnostics.delete(document.uri)
  }
}

/** Whether the diagnostic tells of that rule's finding. */
export function isOfRule(diagnostic: vscode.Diagnostic, rule: string): boolean {
  const { code } = diagnostic
  return diagnostic.source === source && typeof code === 'object' && code.value === rule
}

function isScript({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && scriptLanguages.some(language => language === languageId)
}
