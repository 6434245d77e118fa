import type { BuildProblem } from '#bundle/buildProblem.ts'
import type { BundleReport, ShippedSize } from '#bundle/bundleReport.ts'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import type { ImportInit, InitProfile } from '#bundle/profile/initProfile.ts'
import type { RevisionSize } from '#bundle/revision/revisionSizes.ts'
import { weighRequest } from '#bundle/weighRequest.ts'
import { runSettings } from '#handlers/runSettings.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'

/** What is known of what a handler ships. */
export interface HandlerSize {
  /** Of the last build that was not broken. */
  readonly report?: BundleReport
  /** Version of the document that the report is of. */
  readonly version?: number
  /** Why the text as it stands has no bundle: the report is stale. */
  readonly problem?: BuildProblem
  /** What a deployment uploads, where that is something else. */
  readonly shipped?: ShippedSize
  /** At the last commit. */
  readonly committed?: RevisionSize
}

/** A profile, and the imports that it is of. */
export interface KeptProfile {
  readonly profile: InitProfile
  /** Specifiers of the handler's file, in its order. */
  readonly specifiers: readonly string[]
  /** The text of the line of each of the profile's imports, where that is known. */
  readonly lines: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How a handler of the editor is weighed; `text` is that of its document. */
export function requestOf(
  root: string,
  { handler, definition }: { readonly handler: Handler; readonly definition?: FunctionDefinition },
  isTrusted: boolean,
  text?: string,
): WeighRequest {
  const { file, language } = handler
  const { runtime } = runSettings(handler, definition)
  const request = weighRequest({ root, file, language, runtime, ...(definition && { definition }) }, isTrusted)
  return { ...request, ...(text !== undefined && { unsaved: text }) }
}

export function specifiersOf(report: BundleReport | undefined): readonly string[] {
  return report?.imports?.map(({ specifier }) => specifier) ?? []
}

/** What was measured of each import; nothing where the profile is of other imports. */
export function initByImport(
  kept: KeptProfile | undefined,
  report: BundleReport | undefined,
): ReadonlyMap<string, ImportInit> {
  if (!kept || kept.specifiers.join('\n') !== specifiersOf(report).join('\n')) return new Map()
  return new Map(kept.profile.imports.map(one => [one.specifier, one]))
}
