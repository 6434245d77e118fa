import { LensError } from '#common/errors.ts'
import type { BundleReport, ShippedSize } from './bundleReport.ts'
import type {
  BundleAnswer,
  BundleCalls,
  BundleMethod,
  BundlePort,
  BundleQuestionMessage,
  BundleReplyMessage,
  BundleService,
  SentError,
} from './bundleService.ts'
import type { ImportQuestion, PlacedImport, Weighing, WeighRequest } from './bundleWeigher.ts'
import type { InitProfile } from './profile/initProfile.ts'
import type { ProfileRequest } from './profile/initProfiler.ts'
import type { RevisionSize } from './revision/revisionSizes.ts'
import type { RevisionRequest } from './revision/revisionWeigher.ts'

interface Waiting {
  readonly onProgress: (progress: never) => void
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
}

/** Asks the other side of a port, where `serveBundles` answers. */
export class RemoteBundles implements BundleService {
  readonly #port: BundlePort
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(port: BundlePort) {
    this.#port = port
    // The other side is our own.
    port.on('message', reply => this.#settle(reply as BundleReplyMessage))
  }

  async weigh(
    request: WeighRequest,
    signal: AbortSignal,
    onReport?: (report: BundleReport) => void,
  ): Promise<Weighing> {
    return await this.#ask('weigh', request, signal, onReport)
  }

  async shipped(request: WeighRequest, signal: AbortSignal): Promise<ShippedSize | undefined> {
    return await this.#ask('shipped', request, signal)
  }

  async place(question: ImportQuestion, signal: AbortSignal): Promise<PlacedImport | undefined> {
    return await this.#ask('place', question, signal)
  }

  async sizeAt(asked: RevisionRequest, signal: AbortSignal): Promise<RevisionSize> {
    return await this.#ask('sizeAt', asked, signal)
  }

  async profile(
    request: ProfileRequest,
    signal: AbortSignal,
    onProgress?: (activity: string) => void,
  ): Promise<InitProfile> {
    return await this.#ask('profile', request, signal, onProgress)
  }

  /** All that still waits is rejected: the other side has ended. */
  fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  dispose(): void {
    this.fail(new Error('The bundles are not asked for any more.'))
  }

  async #ask<Method extends BundleMethod>(
    method: Method,
    request: BundleCalls[Method]['request'],
    signal: AbortSignal,
    onProgress: (progress: BundleCalls[Method]['progress']) => void = () => undefined,
  ): Promise<BundleAnswer<Method>> {
    signal.throwIfAborted()
    const id = ++this.#lastId
    const stop = () => {
      this.#port.postMessage({ id, method: 'stop' } satisfies BundleQuestionMessage)
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      waiting?.reject(signal.reason)
    }
    signal.addEventListener('abort', stop)
    try {
      return await new Promise<BundleAnswer<Method>>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject, onProgress })
        this.#port.postMessage({ id, method, request })
      })
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  #settle(reply: BundleReplyMessage): void {
    const waiting = this.#waiting.get(reply.id)
    if ('progress' in reply) {
      waiting?.onProgress(reply.progress as never)
      return
    }
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(received(reply.error))
    else waiting?.resolve(reply.answer as never)
  }
}

function received({ message, code, remedy, stack }: SentError): Error {
  if (code !== undefined && remedy !== undefined) return new LensError(code, message, remedy)
  return Object.assign(new Error(message), stack === undefined ? {} : { stack })
}
