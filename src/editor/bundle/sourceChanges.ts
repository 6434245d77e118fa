import * as vscode from 'vscode'
import { scriptLanguages } from '../contributions.ts'

/** Files that a bundle may be made of, or that say how it is built. */
const sources = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,json,py,txt,html,sql,graphql,css,wasm,node}'
/** What tools write, some of it all the time: caches, outputs, coverage. */
const notOurs = /(^|\/)(node_modules|\.[^/]+|cdk\.out|dist|out|build|coverage|target|tmp)\//
/** A branch switch changes many files. */
const settleMs = 300
/** The watcher tells of a save as well, a little later. */
const savedMs = 3000

/** Tells when sources were saved, and when they have changed by other means; each save once. */
export class SourceChanges {
  readonly #subscriptions: readonly vscode.Disposable[]
  readonly #saved = new Map<string, number>()

  /** `onChange` gets the time after which to act. */
  constructor(onChange: (delayMs: number) => void) {
    const watcher = vscode.workspace.createFileSystemWatcher(sources)
    const changed = (uri: vscode.Uri) => {
      if (notOurs.test(vscode.workspace.asRelativePath(uri, false))) return
      const saved = this.#saved.get(uri.toString())
      if (saved === undefined || performance.now() - saved > savedMs) onChange(settleMs)
    }
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#saved.set(uri.toString(), performance.now())
        if (vscode.workspace.getWorkspaceFolder(uri)) onChange(0)
      }),
    ]
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose()
  }
}

/** The languages of handlers that are weighed. */
export const weighedLanguages = [...scriptLanguages, 'python'] as const

export function isWeighedDocument({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && weighedLanguages.some(language => language === languageId)
}
