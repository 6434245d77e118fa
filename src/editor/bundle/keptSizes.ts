import * as vscode from 'vscode'
import type { BundleReport } from '#bundle/bundleReport.ts'
import { keyOf } from '../handlerTarget.ts'
import type { FoundHandler } from '../workspaceIndex.ts'
import type { HandlerSize } from './handlerSize.ts'

/** A handler, the document that it is in, and what is known of its size. */
export interface WeighedHandler {
  readonly found: FoundHandler
  readonly document: vscode.TextDocument
  readonly size: HandlerSize
}

export interface KeptSize extends WeighedHandler {
  /** Of what was weighed last: the request without the text, and the version of the document. */
  readonly asked?: string
  /** Until the size was known, the last time. */
  readonly buildMs: number
}

/** What is known of handlers, by `keyOf`; tells of every change. */
export class KeptSizes {
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #kept = new Map<string, KeptSize>()
  readonly onDidChange = this.#changed.event

  get all(): Iterable<KeptSize> {
    return this.#kept.values()
  }

  get(key: string | undefined): KeptSize | undefined {
    return key === undefined ? undefined : this.#kept.get(key)
  }

  /** The handler as it was found last, with what was known of it. */
  keep(found: FoundHandler, document: vscode.TextDocument): KeptSize {
    const known = this.#kept.get(keyOf(found))
    const kept = { size: {}, buildMs: Infinity, ...known, found, document }
    this.#kept.set(keyOf(found), kept)
    this.fire()
    return kept
  }

  report(key: string, report: BundleReport, version: number): void {
    const { problem: _, ...size } = this.#kept.get(key)?.size ?? {}
    this.change(key, { size: { ...size, report, version } })
  }

  change(key: string, change: Partial<KeptSize>): void {
    const kept = this.#kept.get(key)
    if (!kept) return
    this.#kept.set(key, { ...kept, ...change })
    this.fire()
  }

  /** What was weighed is weighed again when it is shown next: any of its sources may have changed. */
  outdate(): void {
    for (const [key, { asked: _, ...kept }] of this.#kept) this.#kept.set(key, kept)
  }

  /** With its problem: what is closed is not weighed, so it would stay. */
  forget(document: vscode.TextDocument): void {
    for (const [key, kept] of this.#kept) if (kept.document === document) this.#kept.delete(key)
    this.fire()
  }

  fire(): void {
    this.#changed.fire()
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
