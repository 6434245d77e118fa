import * as vscode from 'vscode'
import type { Log } from '#common/log.ts'
import { AwsStatus } from './awsStatus.ts'
import { displaySource } from './functionDisplay.ts'
import type { ReportSource } from './functionReport.ts'
import { FunctionReports } from './functionReports.ts'
import { FunctionsView } from './functionsView.ts'
import { handlerHover } from './handlerHover.ts'
import { chooseHandler, handlerAt } from './handlerTarget.ts'
import { statisticsCommand, tuneCommand } from './lensCommand.ts'
import { LogCosts } from './logCosts.ts'
import type { Notify } from './notify.ts'
import { isAboutSigningIn } from './problemWords.ts'
import type { RefreshedPrices } from './refreshedPrices.ts'
import type { RunningSurface } from './runningFeature.ts'
import { StatisticsCache, type StatisticsSources } from './statisticsCache.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

export interface RunningParts extends StatisticsSources {
  readonly memory: vscode.Memento
  readonly index: WorkspaceIndex
  readonly prices: RefreshedPrices
  readonly notify: Notify
  readonly log: Log
}

/** What lenses, hover, report, the view of all functions and the status of the language say. */
export class RunningContent {
  readonly statistics: StatisticsCache
  readonly functions: FunctionsView
  readonly #parts: RunningParts
  readonly #reports: FunctionReports
  readonly #disposables: readonly vscode.Disposable[]

  constructor(parts: RunningParts, { view, changed }: RunningSurface) {
    this.#parts = parts
    const { memory, index, prices, notify, log, aws } = parts
    this.statistics = new StatisticsCache(parts)
    const logCosts = new LogCosts(aws, log)
    const shown = { index, statistics: this.statistics, logCosts, prices: prices.table }
    this.functions = new FunctionsView({ ...shown, notify, memory, view, changed })
    this.#reports = new FunctionReports(shown)
    this.#disposables = [
      this.statistics,
      logCosts,
      this.#reports,
      new AwsStatus(index, this.statistics, aws, log),
      this.statistics.onDidChange(changed),
      logCosts.onDidChange(changed),
    ]
  }

  /** At once: what is known now. */
  commandOf(target: FoundHandler, part: 'statistics' | 'tune'): vscode.Command {
    if (part === 'tune') return tuneCommand(target)
    return statisticsCommand(target, this.statistics.stateOf(target, true), this.#source(target))
  }

  hover(document: vscode.TextDocument, found: FoundHandler): vscode.Hover {
    return handlerHover(document, found, this.statistics.stateOf(found, true), this.#source(found))
  }

  /** *Show Function Report*; `given` is what a lens, a hover or the view passes. */
  async showReport(given: unknown): Promise<void> {
    const found = await chooseHandler(given, this.#parts.index)
    if (found) await this.#reports.show(found)
  }

  /** *Refresh Statistics*: also of what is new, and with an MFA code if one is wanted. */
  async refresh(): Promise<void> {
    const { aws } = this.#parts
    aws.invite()
    // Who has signed in meanwhile is seen by new clients only.
    if (this.statistics.problems.some(isAboutSigningIn)) await aws.renew()
    this.statistics.refresh(true)
  }

  /** *Refresh Prices*. */
  async refreshPrices(): Promise<void> {
    const { aws, prices } = this.#parts
    const { refreshPrices } = await import('./refreshPrices.ts')
    await refreshPrices(aws, prices, this.statistics.regions)
    this.statistics.refresh()
  }

  /** *Choose AWS Profile and Region…*, of the folder in which the user is. */
  async chooseAws(): Promise<void> {
    const { activeTextEditor } = vscode.window
    const folders = vscode.workspace.workspaceFolders ?? []
    const active = activeTextEditor && vscode.workspace.getWorkspaceFolder(activeTextEditor.document.uri)
    const folder = active ?? (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0])
    if (folder || folders.length === 0) await this.#parts.aws.choose(folder)
  }

  /** *Sign In to AWS*. */
  async signIn(given: unknown): Promise<void> {
    const { signIn } = await import('./signIn.ts')
    await signIn(await this.#handlerOf(given), this.#parts.aws, this.statistics)
  }

  /** A click in the view. */
  async openHandler(given: unknown): Promise<void> {
    const found = await chooseHandler(given, this.#parts.index)
    if (!found) return
    const uri = vscode.Uri.joinPath(found.root.uri, found.handler.file)
    const document = await vscode.workspace.openTextDocument(uri)
    const { start, end } = found.handler.span
    const selection = new vscode.Range(document.positionAt(start), document.positionAt(end))
    await vscode.window.showTextDocument(document, { selection })
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose()
  }

  #source(target: FoundHandler): ReportSource {
    return displaySource(target, this.#parts.prices.table())
  }

  /** From the palette the one under the cursor, if there is one. */
  async #handlerOf(given: unknown): Promise<FoundHandler | undefined> {
    const editor = vscode.window.activeTextEditor
    if (given !== undefined) return await chooseHandler(given, this.#parts.index)
    return editor && handlerAt(await this.#parts.index.handlersIn(editor.document), editor)
  }
}
