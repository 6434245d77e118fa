import * as vscode from 'vscode'
import type { ModuleFacts } from '#rules/facts.ts'

export type ModulesBySpecifier = Readonly<Record<string, ModuleFacts>>

/** What was measured of the modules that files import, for rules that weigh them. */
export class MeasuredModules {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>()
  readonly #files = new Map<string, { readonly modules: ModulesBySpecifier; readonly text: string }>()
  /** Fires when a file's modules have other figures. */
  readonly onDidChange = this.#changed.event

  of(uri: vscode.Uri): ModulesBySpecifier | undefined {
    return this.#files.get(uri.toString())?.modules
  }

  set(uri: vscode.Uri, modules: ModulesBySpecifier): void {
    const key = uri.toString()
    const text = JSON.stringify(modules)
    if (this.#files.get(key)?.text === text) return
    this.#files.set(key, { modules, text })
    this.#changed.fire(uri)
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
