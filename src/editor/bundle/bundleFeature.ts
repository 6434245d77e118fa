import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import type { Notify } from '../notify.ts'
import { bundleEnabled } from '../settings.ts'
import type { BundleContent } from './bundleContent.ts'
import { isWeighedDocument, weighedLanguages } from './sourceChanges.ts'

/** Loads what tells of bundles when a file that may have a handler is shown, and passes on what the editor asks. */
export class BundleFeature {
  readonly #load: (onChange: () => void) => Promise<BundleContent>
  readonly #notify: Notify
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: readonly vscode.Disposable[]
  #content: Promise<BundleContent> | undefined
  #loaded: BundleContent | undefined

  constructor(load: (onChange: () => void) => Promise<BundleContent>, notify: Notify) {
    this.#load = load
    this.#notify = notify
    const selector = weighedLanguages.map(language => ({ language, scheme: 'file' }))
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(() => this.#wake()),
      vscode.languages.registerInlayHintsProvider(selector, {
        onDidChangeInlayHints: this.#changed.event,
        provideInlayHints: (document, range) => this.#loaded?.hints(document, range) ?? [],
      }),
      vscode.languages.registerHoverProvider(selector, {
        provideHover: async (document, position) => await this.#loaded?.hover(document, position),
      }),
    ]
    this.#wake()
  }

  async content(): Promise<BundleContent> {
    this.#content ??= this.#load(() => this.#changed.fire())
    this.#loaded = await this.#content
    return this.#loaded
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose()
    this.#loaded?.dispose()
  }

  #wake(): void {
    const document = vscode.window.activeTextEditor?.document
    if (this.#content || !document || !isWeighedDocument(document) || !bundleEnabled(document)) return
    this.content().catch((error: unknown) => {
      if (!isAbort(error)) this.#notify.record(error)
    })
  }
}
