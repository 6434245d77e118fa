import { Worker } from 'node:worker_threads'
import type { BundleReport, ShippedSize } from '#bundle/bundleReport.ts'
import type { BundleService } from '#bundle/bundleService.ts'
import type { ImportQuestion, PlacedImport, Weighing, WeighRequest } from '#bundle/bundleWeigher.ts'
import type { InitProfile } from '#bundle/profile/initProfile.ts'
import type { ProfileRequest } from '#bundle/profile/initProfiler.ts'
import { RemoteBundles } from '#bundle/remoteBundles.ts'
import type { RevisionSize } from '#bundle/revision/revisionSizes.ts'
import type { RevisionRequest } from '#bundle/revision/revisionWeigher.ts'
import { isAbort, LensError } from '#common/errors.ts'

interface Running {
  readonly worker: Worker
  readonly remote: RemoteBundles
}

/** Asks the bundle worker, which starts with the first question, and again after it or its esbuild has failed. */
export class BundleClient implements BundleService {
  readonly #script: URL
  readonly #sizesFolder: string
  #running: Running | undefined

  /** `sizesFolder` remembers sizes at other revisions. */
  constructor(script: URL, sizesFolder: string) {
    this.#script = script
    this.#sizesFolder = sizesFolder
  }

  async weigh(
    request: WeighRequest,
    signal: AbortSignal,
    onReport?: (report: BundleReport) => void,
  ): Promise<Weighing> {
    return await this.#ask(remote => remote.weigh(request, signal, onReport))
  }

  async shipped(request: WeighRequest, signal: AbortSignal): Promise<ShippedSize | undefined> {
    return await this.#ask(remote => remote.shipped(request, signal))
  }

  async place(question: ImportQuestion, signal: AbortSignal): Promise<PlacedImport | undefined> {
    return await this.#ask(remote => remote.place(question, signal))
  }

  async sizeAt(asked: RevisionRequest, signal: AbortSignal): Promise<RevisionSize> {
    return await this.#ask(remote => remote.sizeAt(asked, signal))
  }

  async profile(
    request: ProfileRequest,
    signal: AbortSignal,
    onProgress?: (activity: string) => void,
  ): Promise<InitProfile> {
    return await this.#ask(remote => remote.profile(request, signal, onProgress))
  }

  dispose(): void {
    if (this.#running) this.#end(this.#running, new Error('The bundles are not asked for any more.'))
  }

  async #ask<Answer>(question: (remote: RemoteBundles) => Promise<Answer>): Promise<Answer> {
    const running = (this.#running ??= this.#start())
    try {
      return await question(running.remote)
    } catch (error) {
      // A bug, or the end of esbuild's process, after which that worker could not build any more.
      if (!isAbort(error) && !(error instanceof LensError) && error instanceof Error) this.#end(running, error)
      throw error
    }
  }

  #start(): Running {
    const worker = new Worker(this.#script, { workerData: this.#sizesFolder })
    worker.unref()
    const running = { worker, remote: new RemoteBundles(worker) }
    worker.on('error', error => this.#end(running, error))
    worker.on('exit', () => this.#end(running, new Error('The bundle worker ended.')))
    return running
  }

  #end(running: Running, error: Error): void {
    if (this.#running === running) this.#running = undefined
    running.remote.fail(error)
    void running.worker.terminate()
  }
}
