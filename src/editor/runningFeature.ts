import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import type { Log } from '#common/log.ts'
import { languages, settings, views } from './contributions.ts'
import { runsInLab } from './handlerTarget.ts'
import { onDemand } from './onDemand.ts'
import type { RunningContent } from './runningContent.ts'
import { codeLensEnabled, onSetting } from './settings.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** What the content shows itself on. */
export interface RunningSurface {
  readonly view: vscode.TreeView<unknown>
  /** Lenses and view are asked again. */
  changed(): void
}

type Load = (surface: RunningSurface) => Promise<RunningContent>

/**
 * How functions really run, on every surface of the editor. Who never opens a handler or the view of functions loads none
 * of it.
 */
export class RunningFeature implements vscode.CodeLensProvider<HandlerLens>, vscode.HoverProvider {
  readonly #index: WorkspaceIndex
  readonly #log: Log
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: vscode.Disposable[]
  /** Loaded with the first use. */
  readonly content: () => Promise<RunningContent>
  readonly onDidChangeCodeLenses = this.#changed.event
  #loaded: RunningContent | undefined

  constructor(index: WorkspaceIndex, log: Log, load: Load) {
    this.#index = index
    this.#log = log
    const changed = () => this.#changed.fire()
    const view = vscode.window.createTreeView(views.functions, { treeDataProvider: this.#tree() })
    this.content = onDemand(async () => {
      this.#loaded = await load({ view, changed })
      return this.#loaded
    })
    const selector = languages.map(language => ({ language, scheme: 'file' }))
    this.#subscriptions = [
      view,
      index.onDidChange(changed),
      onSetting(settings.codeLensEnabled, changed),
      onSetting(settings.codeLensFigures, changed),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.languages.registerHoverProvider(selector, this),
    ]
  }

  /** Two lenses over each handler: how it runs, and *Tune this function*. */
  async provideCodeLenses(document: vscode.TextDocument): Promise<HandlerLens[]> {
    if (!codeLensEnabled(document)) return []
    try {
      const found = await this.#index.handlersIn(document)
      if (found.length > 0) await this.content()
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

  /** Only lenses on the screen are resolved: only they are read. */
  resolveCodeLens(lens: HandlerLens): HandlerLens {
    const command = this.#loaded?.commandOf(lens.target, lens.part)
    if (command) lens.command = command
    return lens
  }

  /** A table with links, over the handler's name. */
  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const offset = document.offsetAt(position)
    const all = await this.#index.handlersIn(document)
    const found = all.find(({ handler: { span } }) => span.start <= offset && offset <= span.end)
    if (!found) return
    const content = await this.content()
    return content.hover(document, found)
  }

  /** What was read may be old; nothing where nothing was read. */
  refresh(): void {
    this.#loaded?.statistics.refresh()
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
    this.#loaded?.dispose()
  }

  #tree(): vscode.TreeDataProvider<unknown> {
    return {
      onDidChangeTreeData: this.#changed.event,
      getChildren: async element => (await this.content()).functions.children(element),
      getTreeItem: element => this.#loaded?.functions.item(element) ?? new vscode.TreeItem(''),
    }
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
