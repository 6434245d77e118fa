import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import type { Log } from '#common/log.ts'
import { runSettings } from '#handlers/runSettings.ts'
import { commands, settings } from './contributions.ts'
import { runsInLab } from './handlerTarget.ts'
import { type LensState, lensTitle, lensTooltip } from './lensText.ts'
import { codeLensEnabled, onSetting } from './settings.ts'
import { type StatisticsCache, windowHours } from './statisticsCache.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** Two lenses over each handler: how it runs, and *Tune this function*. */
export class HandlerLenses implements vscode.CodeLensProvider<HandlerLens> {
  readonly #index: WorkspaceIndex
  readonly #statistics: StatisticsCache
  readonly #log: Log
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: vscode.Disposable[]
  readonly onDidChangeCodeLenses = this.#changed.event

  constructor(index: WorkspaceIndex, statistics: StatisticsCache, log: Log) {
    this.#index = index
    this.#statistics = statistics
    this.#log = log
    this.#subscriptions = [
      index.onDidChange(() => this.#changed.fire()),
      onSetting(settings.codeLensEnabled, () => this.#changed.fire()),
    ]
  }

  refresh(): void {
    this.#changed.fire()
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<HandlerLens[]> {
    if (!codeLensEnabled(document)) return []
    try {
      const found = await this.#index.handlersIn(document)
      return found.flatMap(target => {
        const at = document.lineAt(document.positionAt(target.handler.span.start)).range
        const statistics = new HandlerLens(at, target, 'statistics')
        return runsInLab(target.handler.language) ? [statistics, new HandlerLens(at, target, 'tune')] : [statistics]
      })
    } catch (error) {
      if (!isAbort(error)) this.#log.error(`No lenses for ${document.fileName}: ${String(error)}`)
      return []
    }
  }

  resolveCodeLens(lens: HandlerLens): HandlerLens {
    lens.command = lens.part === 'tune' ? tuneCommand(lens.target) : this.#statisticsCommand(lens.target)
    return lens
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
  }

  #statisticsCommand(target: FoundHandler): vscode.Command {
    const { handler, definition } = target
    const state = this.#statistics.stateOf(target)
    const source = {
      memoryMb: runSettings(handler, definition).memoryMb,
      windowHours,
      now: Date.now(),
      ...(definition ? { definedAs: `${definition.logicalId} in ${definition.template}` } : {}),
    }
    const words = { title: lensTitle(state, source), tooltip: lensTooltip(state, source) }
    return { ...words, command: commandFor(state), arguments: [target] }
  }
}

class HandlerLens extends vscode.CodeLens {
  readonly target: FoundHandler
  readonly part: 'statistics' | 'tune'

  constructor(range: vscode.Range, target: FoundHandler, part: 'statistics' | 'tune') {
    super(range)
    this.target = target
    this.part = part
  }
}

/** What a click does about it. */
function commandFor(state: LensState): string {
  if (state.kind === 'notRunning') return commands.runInLab
  if (state.kind === 'notInLab') return commands.link
  if (state.kind !== 'unanswered') return commands.refreshStatistics
  const { code } = state.problem
  if (code === 'not-found') return commands.link
  return code.startsWith('credentials-') ? commands.chooseAws : commands.refreshStatistics
}

function tuneCommand(target: FoundHandler): vscode.Command {
  return {
    title: 'Tune this function',
    tooltip: 'Measure it at several memory sizes in the lab and see which one to use',
    command: commands.tune,
    arguments: [target],
  }
}
