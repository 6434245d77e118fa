import * as vscode from 'vscode'
import type { PriceTable } from '#pricing/prices.ts'
import { displaySource } from './functionDisplay.ts'
import { reportMarkdown } from './functionReport.ts'
import type { LogCosts } from './logCosts.ts'
import { type StatisticsCache, stateKey } from './statisticsCache.ts'
import type { FoundHandler } from './workspaceIndex.ts'

const scheme = 'lambda-lens-report'

export interface ReportParts {
  readonly statistics: StatisticsCache
  readonly logCosts: LogCosts
  readonly prices: () => PriceTable
}

/** Reports of functions as read-only pages of Markdown, which follow what is known. */
export class FunctionReports implements vscode.TextDocumentContentProvider {
  readonly #parts: ReportParts
  readonly #shown = new Map<string, FoundHandler>()
  readonly #changed = new vscode.EventEmitter<vscode.Uri>()
  readonly #subscriptions: readonly vscode.Disposable[]
  readonly onDidChange = this.#changed.event

  constructor(parts: ReportParts) {
    this.#parts = parts
    const changed = () => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#changed.fire(uri)
    }
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      parts.statistics.onDidChange(changed),
      parts.logCosts.onDidChange(changed),
    ]
  }

  async show(found: FoundHandler): Promise<void> {
    const key = stateKey(found)
    this.#shown.set(key, found)
    const { handler, definition } = found
    const name = (definition?.logicalId ?? handler.exportName).replaceAll(/[^\w.-]/g, '-')
    const uri = vscode.Uri.from({ scheme, path: `/${name}.md`, query: key })
    await vscode.commands.executeCommand('markdown.showPreview', uri)
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    const found = this.#shown.get(query)
    if (!found) return 'This function is not known any more: open its report again.\n'
    const { statistics, logCosts, prices } = this.#parts
    const state = statistics.stateOf(found, true)
    const log = logCosts.of(found, state)
    return reportMarkdown(state, { ...displaySource(found, prices()), ...(log && { log }) })
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
  }
}
