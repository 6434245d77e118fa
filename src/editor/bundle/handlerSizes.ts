import * as vscode from 'vscode'
import type { BuildProblem } from '#bundle/buildProblem.ts'
import type { BundleReport } from '#bundle/bundleReport.ts'
import type { BundleService } from '#bundle/bundleService.ts'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { isAbort, LensError } from '#common/errors.ts'
import { keyOf, runsInLab } from '../handlerTarget.ts'
import type { Notify } from '../notify.ts'
import { bundleEnabled } from '../settings.ts'
import type { FoundHandler, WorkspaceIndex } from '../workspaceIndex.ts'
import { requestOf } from './handlerSize.ts'
import { KeptSizes, type WeighedHandler } from './keptSizes.ts'
import { isWeighedDocument, SourceChanges } from './sourceChanges.ts'

/** Of a bug, or of esbuild's process that was ended: the log has more. */
const crash: BuildProblem = {
  code: 'bundle-crashed',
  text: 'The build ended before it was done.',
  remedy: 'It is tried again with the next save; the log has more.',
}
/** While typing only builds are repeated that are not felt. */
const fastMs = 150
const typingMs = 250

/** What the handler of the active editor ships; weighed after saves, and while typing where that is fast. */
export class HandlerSizes {
  readonly #index: WorkspaceIndex
  readonly #bundles: BundleService
  readonly #notify: Notify
  readonly #kept = new KeptSizes()
  readonly #committing = new Set<string>()
  readonly #subscriptions: readonly vscode.Disposable[]
  /** The handler that was shown last, whose problem may be mended in another file. */
  #last: string | undefined
  #active: string | undefined
  /** Ends the last weighing and its background's part. */
  #controller = new AbortController()
  #running: { readonly asked: string; readonly done: Promise<void> } | undefined
  #typing: NodeJS.Timeout | undefined
  #changing: NodeJS.Timeout | undefined
  readonly onDidChange = this.#kept.onDidChange

  constructor(index: WorkspaceIndex, bundles: BundleService, notify: Notify) {
    this.#index = index
    this.#bundles = bundles
    this.#notify = notify
    const look = () => void this.look()
    this.#subscriptions = [
      this.#kept,
      vscode.window.onDidChangeActiveTextEditor(look),
      index.onDidChange(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#typed(document)
      }),
      vscode.workspace.onDidCloseTextDocument(document => this.#kept.forget(document)),
      new SourceChanges(delayMs => {
        clearTimeout(this.#changing)
        this.#changing = setTimeout(() => this.#again(), delayMs)
      }),
    ]
  }

  /** Of the active editor's handler. */
  get active(): WeighedHandler | undefined {
    return this.#kept.get(this.#active)
  }

  get all(): Iterable<WeighedHandler> {
    return this.#kept.all
  }

  of(found: FoundHandler): WeighedHandler | undefined {
    return this.#kept.get(keyOf(found))
  }

  /** Finds the active editor's handler, and weighs it unless that was done. */
  async look(): Promise<void> {
    const editor = vscode.window.activeTextEditor
    const found = editor && (await this.#handlerIn(editor))
    if (vscode.window.activeTextEditor !== editor) return
    this.#active = found && keyOf(found)
    if (!editor || !found) {
      this.#kept.fire()
      return
    }
    this.#last = keyOf(found)
    const { document } = editor
    const kept = this.#kept.keep(found, document)
    // What takes long is not repeated for every letter, but for every save.
    const isFine = kept.size.report !== undefined && document.isDirty && kept.buildMs >= fastMs
    if (!isFine) await this.ensure(found, document)
  }

  /** Weighs the text as it stands, unless that was or is being done; resolves when the imports' costs are known. */
  async ensure(found: FoundHandler, document: vscode.TextDocument): Promise<void> {
    const asked = askedOf(requestFor(found), document)
    if (this.#running?.asked === asked) await this.#running.done
    else if (this.#kept.keep(found, document).asked !== asked) await this.#weigh(found, document)
  }

  async #weigh(found: FoundHandler, document: vscode.TextDocument): Promise<void> {
    this.#controller.abort()
    this.#controller = new AbortController()
    const request = requestFor(found)
    const done = this.#weighing(found, document, request, this.#controller.signal)
    const running = { asked: askedOf(request, document), done }
    this.#running = running
    await done
    if (this.#running === running) this.#running = undefined
  }

  async #weighing(
    found: FoundHandler,
    document: vscode.TextDocument,
    request: WeighRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const key = keyOf(found)
    this.#kept.keep(found, document)
    const { version } = document
    const asked = askedOf(request, document)
    const started = performance.now()
    let isSized = false
    const take = (report: BundleReport) => {
      if (signal.aborted) return
      if (!isSized) this.#kept.change(key, { buildMs: performance.now() - started })
      isSized = true
      // Both figures together, so that the item does not jump.
      if (report.zipBytes !== undefined || !this.#kept.get(key)?.size.report) this.#kept.report(key, report, version)
    }
    try {
      const weighing = await this.#bundles.weigh({ ...request, unsaved: document.getText() }, signal, take)
      if (signal.aborted) return
      if ('report' in weighing) {
        this.#kept.report(key, weighing.report, version)
        if (!document.isDirty) this.#inBackground(key, found, request, signal)
      } else {
        const { problem, stale } = weighing
        const size = this.#kept.get(key)?.size
        const report = size?.report ?? stale
        this.#kept.change(key, { size: { ...size, ...(report && { report }), problem } })
      }
      this.#kept.change(key, { asked })
    } catch (error) {
      if (signal.aborted) return
      this.#failed(error)
      this.#kept.change(key, { size: { ...this.#kept.get(key)?.size, problem: crash } })
    }
  }

  dispose(): void {
    clearTimeout(this.#typing)
    clearTimeout(this.#changing)
    this.#controller.abort()
    vscode.Disposable.from(...this.#subscriptions).dispose()
  }

  async #handlerIn({ document, selection }: vscode.TextEditor): Promise<FoundHandler | undefined> {
    if (!isWeighedDocument(document) || !bundleEnabled(document)) return
    try {
      const found = (await this.#index.handlersIn(document)).filter(({ handler }) => runsInLab(handler.language))
      const cursor = document.offsetAt(selection.active)
      return found.findLast(({ handler }) => handler.span.start <= cursor) ?? found[0]
    } catch (error) {
      this.#failed(error)
      return
    }
  }

  #typed(document: vscode.TextDocument): void {
    const active = this.#kept.get(this.#active)
    if (active?.document !== document) return
    // What is shown of the text before goes at once.
    this.#kept.fire()
    clearTimeout(this.#typing)
    if (active.buildMs < fastMs) this.#typing = setTimeout(() => void this.look(), typingMs)
  }

  /** After sources have changed: the handler that is shown; else the last one, while it is broken. */
  #again(): void {
    this.#kept.outdate()
    const kept = this.#kept.get(this.#active ?? this.#last)
    if (!kept || kept.document.isClosed || (this.#active === undefined && !kept.size.problem)) return
    void this.#weigh(kept.found, kept.document)
  }

  /** What is uploaded, and what it was at the last commit. */
  #inBackground(key: string, found: FoundHandler, request: WeighRequest, signal: AbortSignal): void {
    const work = async () => {
      const shipped = await this.#bundles.shipped(request, signal).catch(withoutReason)
      const { shipped: _, ...rest } = this.#kept.get(key)?.size ?? {}
      this.#kept.change(key, { size: { ...rest, ...(shipped && { shipped }) } })
      if (!request.isTrusted || this.#committing.has(key)) return
      this.#committing.add(key)
      try {
        const asked = { request, exportName: found.handler.exportName, revision: 'HEAD' }
        const committed = await this.#bundles
          .sizeAt(asked, new AbortController().signal)
          .catch((error: unknown) => ({ reason: reasonOf(error) }))
        this.#kept.change(key, { size: { ...this.#kept.get(key)?.size, committed } })
      } finally {
        this.#committing.delete(key)
      }
    }
    work().catch((error: unknown) => this.#failed(error))
  }

  #failed(error: unknown): void {
    if (!isAbort(error)) this.#notify.record(error)
  }
}

function requestFor(found: FoundHandler): WeighRequest {
  return requestOf(found.root.uri.fsPath, found, vscode.workspace.isTrusted)
}

function askedOf(request: WeighRequest, { version }: vscode.TextDocument): string {
  return JSON.stringify([request, version])
}

function withoutReason(error: unknown): undefined {
  if (!(error instanceof LensError)) throw error
}

function reasonOf(error: unknown): string {
  if (!(error instanceof LensError)) throw error
  return error.message
}
