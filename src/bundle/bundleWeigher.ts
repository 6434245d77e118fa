import type { BundleQuestion } from './bundleOptions.ts'
import type { BuildProblem } from './buildProblem.ts'
import type { BundleReport, ShippedSize } from './bundleReport.ts'
import type { Span } from '#common/span.ts'

/** A handler to weigh. */
export interface WeighRequest extends BundleQuestion {
  readonly language: string
  /** Relative to the project; what is packaged where nothing is bundled. */
  readonly codeFolder?: string
  /** The deployment packages the code folder as it is. */
  readonly shipsFolder?: boolean
  /** Packages that are not found are in the function's layers. */
  readonly hasLayers?: boolean
  /** The project's own esbuild may run. */
  readonly isTrusted: boolean
  /** The handler's text, where it is not as on disk. */
  readonly unsaved?: string
}

/** A broken build has the report of the last one that was not, which is stale now. */
export type Weighing =
  | { readonly report: BundleReport }
  | { readonly problem: BuildProblem; readonly stale?: BundleReport }

/** Which import is meant: of two files of a bundle, as a report's `why` names them, where one imports the other. */
export interface ImportQuestion extends WeighRequest {
  readonly from: string
  readonly to: string
}

/** Where an import stands, in the text that the file has on disk or, unsaved, in the editor. */
export interface PlacedImport {
  readonly specifier: string
  /** From 1. */
  readonly line: number
  readonly span: Span
}

/** Tells what a handler ships. Implemented where the work is done, and by a port to there. */
export interface BundleWeigher {
  /**
   * Reports as soon as the size is known, again with the zip's, and resolves with the imports' costs. What is wrong with
   * the project is the result's problem; rejects only for bugs.
   * @throws AbortError when `signal` fires
   */
  weigh(request: WeighRequest, signal: AbortSignal, onReport?: (report: BundleReport) => void): Promise<Weighing>
  /** Undefined where the report tells it already. Rejects with a `LensError` where it cannot be told. */
  shipped(request: WeighRequest, signal: AbortSignal): Promise<ShippedSize | undefined>
  /** Where one file imports the other; undefined where that is not seen. Rejects as `shipped` does. */
  place(question: ImportQuestion, signal: AbortSignal): Promise<PlacedImport | undefined>
  dispose(): void
}
