import { formatMemory, formatQuantity } from '#common/format.ts'
import type { FunctionConfiguration } from './functionControl.ts'

/** How to have a function at several sizes. */
export type SweepWay = VersionsWay | CloneWay

/** By published versions of the function itself. */
export interface VersionsWay {
  readonly kind: 'versions'
}

/** By versions of a temporary copy. */
export interface CloneWay {
  readonly kind: 'clone'
  /** The version or alias that is copied; absent for `$LATEST`. */
  readonly qualifier?: string
  /** Absent for that of the function. */
  readonly architecture?: 'x86_64' | 'arm64'
}

export const defaultWay: SweepWay = { kind: 'versions' }

/** The function as it will be measured: a copy may have another architecture, and logs every report. */
export function measuredConfiguration(
  configuration: FunctionConfiguration,
  way: SweepWay = defaultWay,
): FunctionConfiguration {
  // A qualifier is the eighth part of an ARN.
  const arn = configuration.arn.split(':').slice(0, 7).join(':')
  if (way.kind === 'versions') return { ...configuration, arn }
  const { architecture = configuration.architecture } = way
  return { ...configuration, arn, architecture, logging: { ...configuration.logging, reports: true } }
}

/** Sentences: what a sweep touches, how that is put back, and what it may stumble over. */
export function touchesOf(
  configuration: FunctionConfiguration,
  versionCount: number,
  way: SweepWay = defaultWay,
): readonly string[] {
  const memory = formatMemory(configuration.memoryMb)
  const versions = formatQuantity(versionCount, 'version')
  if (way.kind === 'versions') {
    return [
      `Calls the function at ${memory} once, to prove the payload.`,
      `Sets its memory to each size and publishes ${versions}; each change restarts the environments of $LATEST.`,
      `Puts ${memory} back before anything is measured, and deletes the versions afterwards.`,
    ]
  }
  const source = way.qualifier === undefined ? 'the function' : `${way.qualifier} of the function`
  const on = way.architecture === undefined ? '' : ` on ${way.architecture}`
  return [
    `Copies ${source}${on} under another name, and never changes nor calls the function itself.`,
    `Calls the copy at ${memory} once, to prove the payload; then publishes ${versions} of it.`,
    'Deletes the copy afterwards, with its versions. It logs into the log group of the function.',
    ...cloneRisks(way, configuration),
  ]
}

/** What works for the function and may not work for a copy. */
function cloneRisks({ architecture }: CloneWay, configuration: FunctionConfiguration): readonly string[] {
  return [
    'Creating it needs lambda:CreateFunction and lambda:DeleteFunction, and iam:PassRole for the role of the function.',
    'Permissions that name the function (in its role, in policies of what it calls, in the key of its environment ' +
      'variables) do not hold for the copy; code that reads its own name reads another one.',
    ...(architecture === undefined || configuration.runtime === undefined
      ? []
      : [`Native modules and layers must be built for ${architecture} as well.`]),
  ]
}
