import type { BundleReport } from './bundleReport.ts'
import type { BundleWeigher } from './bundleWeigher.ts'
import type { InitProfiler } from './profile/initProfiler.ts'
import type { RevisionWeigher } from './revision/revisionWeigher.ts'

/** All that is asked about bundles; the work is done in a thread of its own. */
export interface BundleService extends BundleWeigher, InitProfiler, RevisionWeigher {}

/** What is asked over a port, by method. */
export interface BundleCalls {
  readonly weigh: { readonly request: Parameters<BundleWeigher['weigh']>[0]; readonly progress: BundleReport }
  readonly shipped: { readonly request: Parameters<BundleWeigher['shipped']>[0]; readonly progress: never }
  readonly place: { readonly request: Parameters<BundleWeigher['place']>[0]; readonly progress: never }
  readonly profile: { readonly request: Parameters<InitProfiler['profile']>[0]; readonly progress: string }
  readonly sizeAt: { readonly request: Parameters<RevisionWeigher['sizeAt']>[0]; readonly progress: never }
}

export type BundleMethod = keyof BundleCalls

export type BundleAnswer<Method extends BundleMethod> = Awaited<ReturnType<BundleService[Method]>>

export type BundleQuestionMessage =
  | { readonly id: number; readonly method: 'weigh'; readonly request: BundleCalls['weigh']['request'] }
  | { readonly id: number; readonly method: 'shipped'; readonly request: BundleCalls['shipped']['request'] }
  | { readonly id: number; readonly method: 'place'; readonly request: BundleCalls['place']['request'] }
  | { readonly id: number; readonly method: 'profile'; readonly request: BundleCalls['profile']['request'] }
  | { readonly id: number; readonly method: 'sizeAt'; readonly request: BundleCalls['sizeAt']['request'] }
  | { readonly id: number; readonly method: 'stop' }

export type BundleReplyMessage =
  | { readonly id: number; readonly progress: unknown }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: SentError }

/** An error as it goes over a port, which would lose all but its message. */
export interface SentError {
  readonly message: string
  /** Of a `LensError`. */
  readonly code?: string
  readonly remedy?: string
  readonly stack?: string
}

/** A `MessagePort`, a `Worker`, or a worker's `parentPort`. */
export interface BundlePort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}
