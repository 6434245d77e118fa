import type { DeployedFunction, DeployedVersion } from './deployedFunction.ts'

/** The code that a function was seen with. */
export interface SeenCode {
  readonly codeSha256: string
  /** Epoch milliseconds: when the function had last been changed when this code was first seen. */
  readonly since: number
  /** Whether it was seen with other code before. */
  readonly isChange: boolean
}

export interface Deployment {
  /** Epoch milliseconds. */
  readonly at: number
  /** False where only the last change of the function is known, which may have been one of its settings. */
  readonly isCertain: boolean
}

/**
 * When the code that runs now was deployed. A change of settings alone, such as a sweep's memory sizes, is none: only
 * another CodeSha256 is. The earliest of an unbroken run of published versions with this code tells it, or that other
 * code was seen before; else it is the function's last change.
 */
export function lastDeployment(
  { codeSha256, lastModified, version }: DeployedFunction,
  versions: readonly DeployedVersion[],
  seen: SeenCode | undefined,
): Deployment {
  const asked =
    version === undefined ? versions : versions.slice(0, 1 + versions.findIndex(one => one.version === version))
  const known = asked.filter(one => !Number.isNaN(one.publishedAt))
  const lastOther = known.findLastIndex(one => one.codeSha256 !== codeSha256)
  const firstWithCode = known[lastOther + 1]
  const isSeen = seen !== undefined && seen.codeSha256 === codeSha256
  const earliest = Math.min(
    Number.isNaN(lastModified) ? Number.POSITIVE_INFINITY : lastModified,
    firstWithCode?.publishedAt ?? Number.POSITIVE_INFINITY,
    isSeen ? seen.since : Number.POSITIVE_INFINITY,
  )
  return { at: earliest, isCertain: (firstWithCode !== undefined && lastOther >= 0) || (isSeen && seen.isChange) }
}

/** What is to be remembered of the function: the earliest change known since which it has this code. */
export function seenCode({ codeSha256, lastModified }: DeployedFunction, seen: SeenCode | undefined): SeenCode {
  return seen?.codeSha256 === codeSha256 ? seen : { codeSha256, since: lastModified, isChange: seen !== undefined }
}
