import * as vscode from 'vscode'
import type { Log } from '#common/log.ts'
import { formatAge } from '#common/format.ts'
import type { AwsAccount } from './awsAccount.ts'
import { commands, languages } from './contributions.ts'
import { deployedBy } from './deployedText.ts'
import { handlerAt } from './handlerTarget.ts'
import { commandFor } from './lensCommand.ts'
import type { LensState } from './lensState.ts'
import { lensTitle } from './lensText.ts'
import { isAboutSigningIn } from './problemWords.ts'
import { windowHours } from './settings.ts'
import type { StatisticsCache } from './statisticsCache.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** Nobody reads the status while the cursor moves. */
const settleMs = 150
const selector = languages.map(language => ({ language, scheme: 'file' }))

/**
 * In the status of the file's language: profile and region of its folder, which deployed function its handler is, and what
 * became of reading its log.
 */
export class AwsStatus {
  readonly #index: WorkspaceIndex
  readonly #statistics: StatisticsCache
  readonly #aws: AwsAccount
  readonly #log: Log
  readonly #place = item('place', 'AWS Profile and Region')
  readonly #link = item('link', 'Deployed Function')
  readonly #reading = item('log', 'Log of the Function')
  readonly #subscriptions: readonly vscode.Disposable[]
  #latest = 0
  #timer: NodeJS.Timeout | undefined

  constructor(index: WorkspaceIndex, statistics: StatisticsCache, aws: AwsAccount, log: Log) {
    this.#index = index
    this.#statistics = statistics
    this.#aws = aws
    this.#log = log
    const show = () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#show(), settleMs)
    }
    this.#subscriptions = [
      this.#place,
      this.#link,
      this.#reading,
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) show()
      }),
      statistics.onDidChange(show),
      aws.onDidChange(show),
    ]
    show()
  }

  dispose(): void {
    clearTimeout(this.#timer)
    vscode.Disposable.from(...this.#subscriptions).dispose()
  }

  async #show(): Promise<void> {
    const turn = ++this.#latest
    const editor = vscode.window.activeTextEditor
    const folder = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri)
    if (!editor || !folder || vscode.languages.match(selector, editor.document) === 0) return
    try {
      const found = handlerAt(await this.#index.handlersIn(editor.document), editor)
      const place = found && vscode.workspace.isTrusted ? await this.#placeText(folder) : undefined
      // Meanwhile another editor is the active one.
      if (turn !== this.#latest) return
      this.#showPlace(place ?? 'AWS is not asked here')
      this.#showHandler(found)
    } catch (error) {
      this.#log.debug(`No status for ${editor.document.fileName}: ${String(error)}`)
    }
  }

  async #placeText(folder: vscode.WorkspaceFolder): Promise<string> {
    const access = await this.#aws.access()
    const { profile, region } = await access.effective(this.#aws.choice.placeIn(folder))
    return `${profile ?? 'no profile'} · ${region ?? 'no region'}`
  }

  #showPlace(text: string): void {
    this.#place.text = text
    this.#place.detail = 'AWS profile and region'
    this.#place.command = { title: 'Choose…', command: commands.chooseAws }
  }

  #showHandler(found: FoundHandler | undefined): void {
    if (!found) {
      this.#link.text = 'No handler'
      this.#reading.text = 'No log'
      for (const one of [this.#link, this.#reading])
        Object.assign(one, { detail: '', command: undefined, severity: info })
      return
    }
    const state = this.#statistics.stateOf(found)
    const handler = found.definition?.logicalId ?? found.handler.exportName
    this.#link.text = linkText(state)
    this.#link.detail = handler
    this.#link.command = { title: 'Link…', command: commands.link, arguments: [found] }
    const { text, detail, isProblem } = logText(state, windowHours(found.root))
    this.#reading.text = text
    this.#reading.detail = detail
    this.#reading.severity = isProblem ? vscode.LanguageStatusSeverity.Warning : info
    this.#reading.busy = state.kind === 'reading'
    const isSigningIn = commandFor(state) === commands.signIn
    this.#reading.command = isSigningIn
      ? { title: 'Sign in…', command: commands.signIn, arguments: [found] }
      : { title: 'Read again', command: commands.refreshStatistics, arguments: [found] }
  }
}

const info = vscode.LanguageStatusSeverity.Information

function item(id: string, name: string): vscode.LanguageStatusItem {
  const made = vscode.languages.createLanguageStatusItem(`lambdaLens.${id}`, selector)
  made.name = `Lambda Lens: ${name}`
  return made
}

function linkText(state: LensState): string {
  if (state.kind !== 'deployed' && state.kind !== 'unanswered') return 'Not linked to a deployed function'
  const { name, region, qualifier } = state.deployed
  const version = qualifier === undefined ? '' : `:${qualifier}`
  return `${name}${version}${region === undefined ? '' : ` in ${region}`}, ${deployedBy(state.deployed)}`
}

function logText(state: LensState, hours: number): { text: string; detail: string; isProblem: boolean } {
  const now = Date.now()
  const problem = 'problem' in state ? state.problem : undefined
  const text = lensTitle(state, { windowHours: hours, now })
  if (problem) return { text, detail: isAboutSigningIn(problem) ? problem.remedy : problem.message, isProblem: true }
  const age = state.kind === 'deployed' ? `Log read ${formatAge(now - state.reading.readAt)} ago` : 'Log'
  return { text, detail: age, isProblem: false }
}
