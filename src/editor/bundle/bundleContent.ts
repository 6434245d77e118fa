import * as vscode from 'vscode'
import type { BundleService } from '#bundle/bundleService.ts'
import { commands, settings } from '../contributions.ts'
import { chooseHandler } from '../handlerTarget.ts'
import type { MeasuredModules } from '../measuredModules.ts'
import type { Notify } from '../notify.ts'
import { onSetting } from '../settings.ts'
import { bundleBudget } from './bundleSettings.ts'
import type { FoundHandler, WorkspaceIndex } from '../workspaceIndex.ts'
import { BuildDiagnostics } from './buildDiagnostics.ts'
import { bundlePage } from './bundlePage.ts'
import { commandLinks, handlerTitle } from './commandLinks.ts'
import { initByImport } from './handlerSize.ts'
import { HandlerSizes } from './handlerSizes.ts'
import type { WeighedHandler } from './keptSizes.ts'
import { importHints } from './importHints.ts'
import { InitProfiles } from './initProfiles.ts'
import { type ProfilingParts, profileInit } from './profileInit.ts'
import { initLine } from './profileText.ts'
import { SizeStatus } from './sizeStatus.ts'
import { statusTooltip } from './sizeText.ts'
import { whyInBundle } from './whyInBundle.ts'

export interface BundleParts {
  readonly index: WorkspaceIndex
  readonly bundles: BundleService
  readonly interpreter: ProfilingParts['interpreter']
  readonly measured: MeasuredModules
  readonly notify: Notify
  readonly state: vscode.Memento
}

/** What handlers ship: in the status bar, at import lines, over handlers, and by commands. */
export class BundleContent {
  readonly #parts: BundleParts
  readonly #sizes: HandlerSizes
  readonly #profiles: InitProfiles
  readonly #pages = new Map<string, string>()
  readonly #pageChanged = new vscode.EventEmitter<vscode.Uri>()
  readonly #subscriptions: readonly vscode.Disposable[]

  /** `onChange`: hints may be others than before. */
  constructor(parts: BundleParts, onChange: () => void) {
    this.#parts = parts
    const { index, bundles, notify } = parts
    const sizes = new HandlerSizes(index, bundles, notify)
    const profiles = new InitProfiles(parts.state)
    const status = new SizeStatus(sizes, profiles)
    const diagnostics = new BuildDiagnostics()
    this.#sizes = sizes
    this.#profiles = profiles
    const show = () => {
      status.show()
      diagnostics.show(sizes.all)
      this.#tellRules()
      onChange()
    }
    this.#subscriptions = [
      sizes,
      profiles,
      status,
      diagnostics,
      this.#pageChanged,
      { dispose: () => bundles.dispose() },
      sizes.onDidChange(show),
      profiles.onDidChange(show),
      onSetting(settings.bundleBudget, show),
      onSetting(settings.importHints, onChange),
      onSetting(settings.bundleEnabled, () => void sizes.look()),
      vscode.workspace.registerTextDocumentContentProvider(pageScheme, {
        onDidChange: this.#pageChanged.event,
        provideTextDocumentContent: uri => this.#pages.get(uri.path) ?? '',
      }),
    ]
    void sizes.look()
  }

  hints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    return importHints(document, range, this.#sizes, this.#profiles)
  }

  /** Over the handler's name: what its init takes, once that was measured. */
  async hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const offset = document.offsetAt(position)
    const found = await this.#parts.index.handlersIn(document)
    const here = found.find(({ handler: { span } }) => span.start <= offset && offset <= span.end)
    const kept = here && this.#profiles.of(here)
    if (!kept) return
    const { markdown, isTrusted } = commandLinks()
    const size = this.#sizes.of(here)?.size ?? {}
    const text = statusTooltip(handlerTitle(here), size, bundleBudget(document), kept, markdown)
    const shown = new vscode.MarkdownString(text, true)
    shown.isTrusted = isTrusted
    return new vscode.Hover(shown)
  }

  async why(given: unknown): Promise<void> {
    const weighed = await this.#weighed(given)
    if (weighed) await whyInBundle(weighed, this.#parts.bundles)
  }

  async profile(given: unknown): Promise<void> {
    const found = await chooseHandler(given, this.#parts.index)
    if (!found) return
    const { index, bundles, interpreter } = this.#parts
    await profileInit(found, { index, interpreter, profiler: bundles, sizes: this.#sizes, profiles: this.#profiles })
    const kept = this.#profiles.of(found)
    if (!kept) return
    const unmeasured = kept.profile.failures.map(({ name, reason }) => ` Not measured: ${name}: ${reason}`).join('')
    const told = `${initLine(kept.profile)}.${unmeasured}`
    void vscode.window.showInformationMessage(told, 'Show Report').then(async answer => {
      if (answer === 'Show Report') await vscode.commands.executeCommand(commands.showBundle, found)
    })
  }

  async showReport(given: unknown): Promise<void> {
    const weighed = await this.#weighed(given)
    if (!weighed) return
    const { found, size, document } = weighed
    const kept = this.#profiles.of(found)
    const asked = isImport(given) ? given.specifier : undefined
    const path = `/${found.root.name}/${found.handler.file}/Bundle of ${found.handler.exportName}.md`
    this.#pages.set(path, bundlePage(handlerTitle(found), size, bundleBudget(document), kept, asked))
    const uri = vscode.Uri.from({ scheme: pageScheme, path })
    this.#pageChanged.fire(uri)
    await vscode.workspace.openTextDocument(uri)
    const place = asked === undefined ? uri : uri.with({ fragment: 'imports' })
    await vscode.commands.executeCommand('markdown.showPreviewToSide', place)
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose()
  }

  /** The handler that is meant, with its size; undefined when the user picks none. */
  async #weighed(given: unknown): Promise<WeighedHandler | undefined> {
    const found = await chooseHandler(given, this.#parts.index)
    if (!found) return
    const document = await vscode.workspace.openTextDocument(documentOf(found))
    const known = this.#sizes.of(found)
    if (known?.size.version !== document.version || !known.size.report?.imports) {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: `Weighing ${found.handler.file}` },
        async () => await this.#sizes.ensure(found, document),
      )
    }
    return this.#sizes.of(found)
  }

  /** Figures of the modules that a handler's file imports. */
  #tellRules(): void {
    for (const { found, document, size } of this.#sizes.all) {
      const { report, version, problem } = size
      if (!report?.imports || problem || version !== document.version) continue
      const inits = initByImport(this.#profiles.of(found), report)
      const told = report.imports.filter(({ external, estimated }) => !external && !estimated)
      const modules = told.map(({ specifier, exclusiveBytes }) => {
        const init = inits.get(specifier)
        return [specifier, { bytes: exclusiveBytes, ...(init && { initMs: init.savedMs }) }] as const
      })
      this.#parts.measured.set(document.uri, Object.fromEntries(modules))
    }
  }
}

const pageScheme = 'lambda-lens-bundle'

/** What a hint passes. */
function isImport(value: unknown): value is { readonly specifier: string } {
  return typeof value === 'object' && value !== null && 'specifier' in value && typeof value.specifier === 'string'
}

function documentOf({ root, handler }: FoundHandler): vscode.Uri {
  return vscode.Uri.joinPath(root.uri, handler.file)
}
