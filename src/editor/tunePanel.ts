import * as vscode from 'vscode'
import type { FromTunePage, ToTunePage, TuneState } from '#protocol/tune.ts'
import { panels } from './contributions.ts'
import { webviewHtml } from './webviewHtml.ts'

/** The webview of one function's sweep. It shows states and passes on what the user does. */
export class TunePanel {
  readonly #panel: vscode.WebviewPanel
  #state: TuneState | undefined
  #isDisposed = false

  constructor(extension: vscode.Uri, title: string, onMessage: (message: FromTunePage) => void) {
    this.#panel = vscode.window.createWebviewPanel(panels.tune, `Tune ${title}`, vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')],
    })
    this.#panel.onDidDispose(() => {
      this.#isDisposed = true
    })
    this.#panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg')
    this.#panel.webview.onDidReceiveMessage((message: FromTunePage) => {
      // A page that was hidden starts anew when it is seen again, and asks for what it missed.
      if (message.type === 'ready') this.#send()
      else onMessage(message)
    })
    this.#panel.webview.html = webviewHtml(this.#panel.webview, extension, 'tune', 'Lambda Lens: Tune')
  }

  show(state: TuneState): void {
    this.#state = state
    this.#send()
  }

  reveal(): void {
    this.#panel.reveal(undefined, false)
  }

  onDidDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener)
  }

  #send(): void {
    if (!this.#state || this.#isDisposed) return
    const message: ToTunePage = { type: 'state', state: this.#state }
    void this.#panel.webview.postMessage(message)
  }
}
