import { LensError } from '#common/errors.ts'
import { problemError } from '../buildProblem.ts'
import type { BundleWeigher, WeighRequest } from '../bundleWeigher.ts'
import type { RevisionSize, RevisionSizes } from './revisionSizes.ts'

/** A handler to weigh as it was. */
export interface RevisionRequest {
  readonly request: WeighRequest
  readonly exportName: string
  /** Whatever git takes. */
  readonly revision: string
}

/** Tells what a handler weighed at a revision of git. Runs git in the project: never for one that is not trusted. */
export interface RevisionWeigher {
  /** Rejects with a `LensError` (`no-git`, `git-failed`) where there is no such revision. */
  sizeAt(asked: RevisionRequest, signal: AbortSignal): Promise<RevisionSize>
}

export interface RevisionParts {
  readonly sizes: RevisionSizes
  /** Of the bundler: another one makes other sizes. */
  readonly version: () => Promise<string>
  /** Weighs there alone, so that nothing of it is kept in memory. */
  readonly weigher: () => BundleWeigher
  /** The same handler in another folder, with the options that its template has there. Throws a `LensError`. */
  readonly requestIn: (root: string, asked: RevisionRequest, signal: AbortSignal) => Promise<WeighRequest>
}

export function revisionWeigher({ sizes, version, weigher, requestIn }: RevisionParts): RevisionWeigher {
  return {
    async sizeAt(asked, signal) {
      const { request, exportName, revision } = asked
      const { root, entry, language, runtime, isTrusted } = request
      const about = JSON.stringify(['size', entry, exportName, language, runtime, isTrusted, await version()])
      const sizeIn = async (folder: string): Promise<RevisionSize> => {
        try {
          return await sizeOf(await requestIn(folder, asked, signal), weigher, signal)
        } catch (error) {
          if (error instanceof LensError) return { reason: error.message }
          throw error
        }
      }
      return await sizes.sizeAt({ root, revision, about }, sizeIn, signal)
    },
  }
}

/** Without the costs of imports: they take most of the time. */
async function sizeOf(request: WeighRequest, make: () => BundleWeigher, signal: AbortSignal): Promise<RevisionSize> {
  const weigher = make()
  const enough = new AbortController()
  const known: { size?: RevisionSize } = {}
  try {
    const weighing = await weigher.weigh(request, AbortSignal.any([signal, enough.signal]), ({ bytes, zipBytes }) => {
      if (zipBytes === undefined) return
      known.size = { bytes, zipBytes }
      enough.abort()
    })
    if ('problem' in weighing) return { reason: problemError(request.entry, weighing.problem).message }
    return { bytes: weighing.report.bytes, zipBytes: weighing.report.zipBytes ?? 0 }
  } catch (error) {
    if (known.size) return known.size
    throw error
  } finally {
    weigher.dispose()
  }
}
