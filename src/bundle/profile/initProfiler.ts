import type { WeighRequest } from '../bundleWeigher.ts'
import type { InitProfile } from './initProfile.ts'

/** An interpreter on this machine. */
export interface ProfiledInterpreter {
  readonly path: string
  /** `24.21.0` */
  readonly version: string
  /** What it needs in its environment. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface ProfileRequest extends WeighRequest {
  readonly exportName: string
  /** The nearest to the function's runtime. */
  readonly interpreter: ProfiledInterpreter
  /** Variables of the function. */
  readonly environment: Readonly<Record<string, string>>
  /** Decides the size of V8's heap, as on Lambda. */
  readonly memoryMb: number
  /** How often each is measured. */
  readonly runs?: number
  /** Whether other ways to build it are tried as well; they are, unless this says no. */
  readonly triesVariants?: boolean
}

/** Runs the project's code: never for a project that is not trusted. */
export interface InitProfiler {
  /**
   * Rejects with a `LensError`: `bundle-failed` and its like where there is nothing to run, `init-failed` where the
   * init throws, `init-timeout`, `esm-needs-node` where the interpreter cannot tell of ES modules.
   * @throws AbortError when `signal` fires
   */
  profile(request: ProfileRequest, signal: AbortSignal, onProgress?: (activity: string) => void): Promise<InitProfile>
}
