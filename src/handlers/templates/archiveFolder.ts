import { posix } from 'node:path'

/**
 * Compiled languages are deployed as what their build tool made: the project is the folder around the tool's output.
 * Undefined for other languages.
 */
export function archiveFolder(archive: string, runtime: string | undefined): string | undefined {
  if (runtime === undefined || !/^(java|dotnet|provided|go)/.test(runtime)) return
  const folder = posix.dirname(archive)
  return (
    /^(?<project>(?:.*\/)?)(?:target|build|bin|out|publish|artifacts)(?:\/|$)/
      .exec(folder)
      ?.groups?.['project']?.replace(/\/$/, '')
      .replace(/^$/, '.') ?? folder
  )
}
