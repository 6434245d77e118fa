import * as vscode from 'vscode'
import type { Log } from '#common/log.ts'
import type { Deployment } from '#handlers/deployed/deployment.ts'
import type { MemoryEdit } from '#handlers/editMemory.ts'
import type { DefinitionKey, FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { ProjectProblem } from '#handlers/projectIndex.ts'
import type { AnalysedProject, FileFindings, RuleSeverities } from './analysis.ts'
import type { AnalysisClient } from './analysisClient.ts'
import type { ModulesBySpecifier } from './measuredModules.ts'
import { filesExclude } from './settings.ts'

/** A handler at its place in an open project. */
export interface FoundHandler {
  readonly root: vscode.WorkspaceFolder
  readonly handler: Handler
  readonly definition?: FunctionDefinition
}

/** Files of a folder that should have been read and could not be. */
export interface FolderProblems {
  readonly root: vscode.WorkspaceFolder
  readonly problems: readonly ProjectProblem[]
}

interface Folder {
  readonly root: vscode.WorkspaceFolder
  /** Told by the file watcher, and not yet by us to the worker. */
  readonly changed: Set<string>
  /** The last update that was asked for. */
  update?: Promise<unknown>
}

const settleMs = 300
/** Files whose content matters. */
const read =
  /(^|\/)(.*\.(ya?ml|json|toml|template|[cm]?[jt]sx?|py|tf|tfvars|tfstate|java|kt|go|cs|rb|rs|map|arc)|Makefile|[^/]*(docker|container)file[^/]*|\.gitignore|\.terraform\/environment)$/i
/** The analysis leaves these out too; asking costs. Of `cdk.out` it reads what the manifest names. */
const notOurs = /(^|\/)(node_modules|\.git|\.aws-sam|dist)\//

/** Knows the definitions of each workspace folder, and follows their files. */
export class WorkspaceIndex {
  readonly #analysis: AnalysisClient
  readonly #log: Log
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #read = new vscode.EventEmitter<FolderProblems>()
  readonly #folders = new Map<string, Folder>()
  readonly #subscriptions: vscode.Disposable[]
  #timer: NodeJS.Timeout | undefined

  /** Fires when the answer of `handlersIn` may be another than before. */
  readonly onDidChange = this.#changed.event
  /** Fires after a folder was read, with what could not be read in it. */
  readonly onDidRead = this.#read.event

  constructor(analysis: AnalysisClient, log: Log) {
    this.#analysis = analysis
    this.#log = log
    const watcher = vscode.workspace.createFileSystemWatcher('**')
    this.#subscriptions = [
      watcher,
      // Any name may be a folder's, with files in it of which nothing is told one by one.
      watcher.onDidCreate(uri => this.#note(uri)),
      watcher.onDidDelete(uri => this.#note(uri)),
      watcher.onDidChange(uri => {
        if (read.test(uri.path)) this.#note(uri)
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('files.exclude')) this.#changeAll()
      }),
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
    await this.read(root)
    const file = vscode.workspace.asRelativePath(document.uri, false)
    const described = await this.#analysis.handlers(projectOf(root), file, document.getText())
    return described.map(one => ({ root, ...one }))
  }

  /** What the rules say of a document as it stands; undefined for a file outside the workspace. */
  async findingsIn(
    document: vscode.TextDocument,
    severities: RuleSeverities,
    modules?: ModulesBySpecifier,
  ): Promise<FileFindings | undefined> {
    const root = vscode.workspace.getWorkspaceFolder(document.uri)
    if (!root) return
    await this.read(root)
    const file = vscode.workspace.asRelativePath(document.uri, false)
    return await this.#analysis.findings(projectOf(root), file, document.getText(), severities, modules)
  }

  /** What the templates of a folder say of its functions. */
  async definitionsIn(root: vscode.WorkspaceFolder): Promise<readonly FunctionDefinition[]> {
    await this.read(root)
    return await this.#analysis.definitions(projectOf(root))
  }

  /** What the files of a folder tell of a definition's deployment. */
  async deploymentOf(root: vscode.WorkspaceFolder, definition: FunctionDefinition): Promise<Deployment> {
    return await this.#analysis.deployment(projectOf(root), definition)
  }

  /** Those files are read anew with the next question. */
  forgetDeployments(): void {
    for (const { root } of this.#folders.values()) {
      this.#analysis
        .forgetDeployments(projectOf(root))
        .catch((error: unknown) => this.#log.error(`Deployments are as they were: ${String(error)}`))
    }
  }

  /** The edit that makes a template on the disk say this memory. Rejects with a `LensError` where there is none. */
  async memoryEdit(root: vscode.WorkspaceFolder, definition: DefinitionKey, memoryMb: number): Promise<MemoryEdit> {
    return await this.#analysis.memoryEdit(projectOf(root), definition, memoryMb)
  }

  /** Every function that a folder deploys and whose source is in it. */
  async functionsIn(root: vscode.WorkspaceFolder): Promise<readonly FoundHandler[]> {
    await this.read(root)
    const described = await this.#analysis.functions(projectOf(root))
    return described.map(one => ({ root, ...one }))
  }

  /** Reads the folder unless that was done, so that what cannot be read in it is known. */
  async read(root: vscode.WorkspaceFolder): Promise<void> {
    const folder = this.#folder(root)
    await (folder.update ?? this.#update(folder))
  }

  dispose(): void {
    clearTimeout(this.#timer)
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#read).dispose()
  }

  #folder(root: vscode.WorkspaceFolder): Folder {
    const key = root.uri.toString()
    const folder = this.#folders.get(key) ?? { root, changed: new Set() }
    this.#folders.set(key, folder)
    return folder
  }

  async #update(folder: Folder): Promise<void> {
    const { root } = folder
    const changed = [...folder.changed]
    folder.changed.clear()
    const update = this.#analysis.update(projectOf(root), changed)
    folder.update = update
    try {
      const problems = await update
      for (const { file, reason } of problems) this.#log.debug(`${file}: ${reason}`)
      if (this.#folders.get(root.uri.toString()) === folder) this.#read.fire({ root, problems })
    } catch (error) {
      // The next question asks again.
      if (folder.update === update) delete folder.update
      throw error
    }
  }

  /** Bursts of changes, as a branch switch makes them, are read once. */
  #note(uri: vscode.Uri): void {
    const root = vscode.workspace.getWorkspaceFolder(uri)
    const path = vscode.workspace.asRelativePath(uri, false)
    if (!root || notOurs.test(path)) return
    this.#folder(root).changed.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#flush(), settleMs)
  }

  #flush(): void {
    const updates = [...this.#folders.values()]
      .filter(({ changed, update }) => changed.size > 0 && update !== undefined)
      .map(folder => this.#update(folder))
    for (const update of updates) update.catch((error: unknown) => this.#log.error(`Not indexed: ${String(error)}`))
    this.#changed.fire()
  }

  #changeAll(): void {
    for (const folder of this.#folders.values()) delete folder.update
    this.#changed.fire()
  }

  #drop(root: vscode.WorkspaceFolder): void {
    this.#folders.delete(root.uri.toString())
    this.#read.fire({ root, problems: [] })
  }
}

function projectOf(root: vscode.WorkspaceFolder): AnalysedProject {
  return { root: root.uri.fsPath, exclude: filesExclude(root) }
}
