import * as vscode from 'vscode'
import type { Log } from '#common/log.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { ProjectIndex } from '#handlers/projectIndex.ts'
import type { AnalysisClient } from './analysisClient.ts'

/** A handler at its place in an open project. */
export interface FoundHandler {
  readonly root: vscode.WorkspaceFolder
  readonly handler: Handler
  readonly definition?: FunctionDefinition
}

/** Files of a folder that should have been read and could not be. */
export interface FolderProblems {
  readonly root: vscode.WorkspaceFolder
  readonly problems: ProjectIndex['problems']
}

const settleMs = 300
const watched = '**/*.{yaml,yml,json,template,js,mjs,cjs,jsx,ts,mts,cts,tsx,py}'
const notOurs = /(^|\/)(node_modules|\.git|\.aws-sam|dist)\//

/** Knows the definitions of each workspace folder, and follows their files. */
export class WorkspaceIndex {
  readonly #analysis: AnalysisClient
  readonly #log: Log
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #read = new vscode.EventEmitter<FolderProblems>()
  readonly #indexes = new Map<string, Promise<ProjectIndex>>()
  readonly #subscriptions: vscode.Disposable[]
  readonly #stale = new Set<vscode.WorkspaceFolder>()
  #timer: NodeJS.Timeout | undefined

  /** Fires when the answer of `handlersIn` may be another than before. */
  readonly onDidChange = this.#changed.event
  /** Fires after a folder was read, with what could not be read in it. */
  readonly onDidRead = this.#read.event

  constructor(analysis: AnalysisClient, log: Log) {
    this.#analysis = analysis
    this.#log = log
    const watcher = vscode.workspace.createFileSystemWatcher(watched)
    const forget = (uri: vscode.Uri) => this.#forget(uri)
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidChange(forget),
      watcher.onDidDelete(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const root of removed) this.#drop(root)
        this.#changed.fire()
      }),
    ]
  }

  /** The handlers in a document as it stands in the editor; none for a file outside the workspace. */
  async handlersIn(document: vscode.TextDocument): Promise<readonly FoundHandler[]> {
    const root = vscode.workspace.getWorkspaceFolder(document.uri)
    if (!root || document.uri.scheme !== 'file') return []
    const { definitions } = await this.#indexOf(root)
    const file = vscode.workspace.asRelativePath(document.uri, false)
    const handlers = await this.#analysis.handlers(file, document.getText(), definitions)
    return handlers.map(handler => found(root, handler, definitions))
  }

  dispose(): void {
    clearTimeout(this.#timer)
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#read).dispose()
  }

  async #indexOf(root: vscode.WorkspaceFolder): Promise<ProjectIndex> {
    const key = root.uri.toString()
    const known = this.#indexes.get(key)
    if (known) return await known
    const index = this.#analysis.index(root.uri.fsPath)
    this.#indexes.set(key, index)
    index.then(
      ({ problems }) => {
        for (const { file, reason } of problems) this.#log.warn(`${file}: ${reason}`)
        this.#read.fire({ root, problems })
      },
      () => this.#indexes.delete(key),
    )
    return await index
  }

  /** Reads the folder unless that was done, so that what cannot be read in it is known. */
  async read(root: vscode.WorkspaceFolder): Promise<void> {
    await this.#indexOf(root)
  }

  /** Bursts of changes, as a branch switch makes them, are read once. */
  #forget(uri: vscode.Uri): void {
    const root = vscode.workspace.getWorkspaceFolder(uri)
    if (!root || notOurs.test(vscode.workspace.asRelativePath(uri, false))) return
    this.#stale.add(root)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      for (const stale of this.#stale) this.#indexes.delete(stale.uri.toString())
      this.#stale.clear()
      this.#changed.fire()
    }, settleMs)
  }

  #drop(root: vscode.WorkspaceFolder): void {
    this.#indexes.delete(root.uri.toString())
    this.#read.fire({ root, problems: [] })
  }
}

function found(
  root: vscode.WorkspaceFolder,
  handler: Handler,
  definitions: readonly FunctionDefinition[],
): FoundHandler {
  const key = handler.definition
  const definition = definitions.find(one => one.template === key?.template && one.logicalId === key.logicalId)
  return { root, handler, ...(definition ? { definition } : {}) }
}
