import * as vscode from 'vscode'
import type { BundleReport } from '#bundle/bundleReport.ts'
import type { BundleService } from '#bundle/bundleService.ts'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { isAbort, LensError } from '#common/errors.ts'
import { keyOf, runsInLab } from '../handlerTarget.ts'
import type { Notify } from '../notify.ts'
import { bundleEnabled } from '../settings.ts'
import type { FoundHandler, WorkspaceIndex } from '../workspaceIndex.ts'
import { type HandlerSize, requestOf } from './handlerSize.ts'
import { isWeighedDocument, SourceChanges } from './sourceChanges.ts'

/** A handler, the document that it is in, and what is known of its size. */
export interface WeighedHandler {
  readonly found: FoundHandler
  readonly document: vscode.TextDocument
  readonly size: HandlerSize
}

interface Kept extends WeighedHandler {
  /** What was asked last: the request without the text. */
  readonly asked: string
  /** Of the document then. */
  readonly askedVersion: number
  /** Until the size was known, the last time. */
  readonly buildMs: number
}

/** While typing only builds are repeated that are not felt. */
const fastMs = 150
const typingMs = 250

/** What the handler of the active editor ships; weighed after saves, and while typing where that is fast. */
export class HandlerSizes {
  readonly #index: WorkspaceIndex
  readonly #bundles: BundleService
  readonly #notify: Notify
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #kept = new Map<string, Kept>()
  readonly #committing = new Set<string>()
  readonly #subscriptions: readonly vscode.Disposable[]
  /** The handler that was shown last, whose problem may be mended in another file. */
  #last: string | undefined
  #active: string | undefined
  #running = new AbortController()
  #timer: NodeJS.Timeout | undefined
  readonly onDidChange = this.#changed.event

  constructor(index: WorkspaceIndex, bundles: BundleService, notify: Notify) {
    this.#index = index
    this.#bundles = bundles
    this.#notify = notify
    const look = () => void this.look()
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(look),
      index.onDidChange(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#typed(document)
      }),
      new SourceChanges(delayMs => this.#later(delayMs, () => this.#again())),
    ]
  }

  /** Of the active editor's handler. */
  get active(): WeighedHandler | undefined {
    return this.#active === undefined ? undefined : this.#kept.get(this.#active)
  }

  get all(): Iterable<WeighedHandler> {
    return this.#kept.values()
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
      this.#changed.fire()
      return
    }
    this.#last = keyOf(found)
    const { document } = editor
    const kept = this.#keep(found, document)
    const isNew = kept.asked !== askedOf(requestFor(found))
    const isOlder = kept.askedVersion !== document.version && (!document.isDirty || kept.buildMs < fastMs)
    if (isNew || isOlder) await this.weigh(found, document)
  }

  /** Weighs the text as it stands; resolves when all of it is known but for the background's part. */
  async weigh(found: FoundHandler, document: vscode.TextDocument): Promise<void> {
    this.#running.abort()
    const running = new AbortController()
    this.#running = running
    const key = keyOf(found)
    const { version } = document
    const request = requestFor(found)
    this.#change(key, { ...this.#keep(found, document), asked: askedOf(request), askedVersion: version })
    const started = performance.now()
    let isSized = false
    const take = (report: BundleReport) => {
      if (running.signal.aborted) return
      if (!isSized) this.#change(key, { buildMs: performance.now() - started })
      isSized = true
      // Both figures together, so that the item does not jump.
      if (report.zipBytes !== undefined || !this.#kept.get(key)?.size.report) this.#report(key, report, version)
    }
    try {
      const weighing = await this.#bundles.weigh({ ...request, unsaved: document.getText() }, running.signal, take)
      if (running.signal.aborted) return
      if ('report' in weighing) this.#report(key, weighing.report, version)
      else {
        const { problem, stale } = weighing
        const size = this.#kept.get(key)?.size
        const report = size?.report ?? stale
        this.#change(key, { size: { ...size, ...(report && { report }), problem } })
      }
      if (!document.isDirty) this.#inBackground(key, found, request, running.signal)
    } catch (error) {
      this.#failed(error)
    }
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#running.abort()
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
    const active = this.#active === undefined ? undefined : this.#kept.get(this.#active)
    if (active?.document !== document) return
    // What is shown of the text before goes at once.
    this.#changed.fire()
    if (active.buildMs < fastMs) this.#later(typingMs, () => void this.look())
  }

  /** After sources have changed: the handler that is shown; else the last one, while it is broken. */
  #again(): void {
    const key = this.#active ?? this.#last
    const kept = key === undefined ? undefined : this.#kept.get(key)
    if (!kept || kept.document.isClosed || (this.#active === undefined && !kept.size.problem)) return
    void this.weigh(kept.found, kept.document)
  }

  #later(delayMs: number, work: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(work, delayMs)
  }

  #keep(found: FoundHandler, document: vscode.TextDocument): Kept {
    const known = this.#kept.get(keyOf(found))
    const kept = { size: {}, asked: '', askedVersion: -1, buildMs: Infinity, ...known, found, document }
    this.#kept.set(keyOf(found), kept)
    this.#changed.fire()
    return kept
  }

  #report(key: string, report: BundleReport, version: number): void {
    const { problem: _, ...size } = this.#kept.get(key)?.size ?? {}
    this.#change(key, { size: { ...size, report, version } })
  }

  #change(key: string, change: Partial<Kept>): void {
    const kept = this.#kept.get(key)
    if (!kept) return
    this.#kept.set(key, { ...kept, ...change })
    this.#changed.fire()
  }

  /** What is uploaded, and what it was at the last commit. */
  #inBackground(key: string, found: FoundHandler, request: WeighRequest, signal: AbortSignal): void {
    const work = async () => {
      const shipped = await this.#bundles.shipped(request, signal).catch(withoutReason)
      const { shipped: _, ...rest } = this.#kept.get(key)?.size ?? {}
      this.#change(key, { size: { ...rest, ...(shipped && { shipped }) } })
      if (!request.isTrusted || this.#committing.has(key)) return
      this.#committing.add(key)
      try {
        const asked = { request, exportName: found.handler.exportName, revision: 'HEAD' }
        const committed = await this.#bundles
          .sizeAt(asked, new AbortController().signal)
          .catch((error: unknown) => ({ reason: reasonOf(error) }))
        this.#change(key, { size: { ...this.#kept.get(key)?.size, committed } })
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

function askedOf(request: WeighRequest): string {
  return JSON.stringify(request)
}

function withoutReason(error: unknown): undefined {
  if (!(error instanceof LensError)) throw error
}

function reasonOf(error: unknown): string {
  if (!(error instanceof LensError)) throw error
  return error.message
}
