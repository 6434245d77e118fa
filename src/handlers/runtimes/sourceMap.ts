import { posix } from 'node:path'
import type { SourceProject } from '../resolvedSource.ts'
import { isGenerated, joinPath } from '../sourceFiles.ts'

/**
 * The project's file that a built file was made of, by the source map beside it; undefined without one. In a
 * folder that the project does not list, as build results are not, there may be one all the same.
 */
export async function mappedSource(built: readonly string[], project: SourceProject): Promise<string | undefined> {
  for (const file of built) {
    const isListed = project.tree.under(posix.dirname(file)).length > 0
    if (isListed && !project.tree.has(`${file}.map`)) continue
    const sources = (await project.derived(`${file}.map`, sourcesIn)) ?? []
    const places = sources
      .map(source => joinPath(posix.dirname(file), source))
      .filter(source => project.tree.has(source) && !isGenerated(source) && source !== file)
    const stem = stemOf(file)
    // A bundle has many sources: the entry is named like it, or comes last, after all that it imports.
    const found = places.find(source => stemOf(source) === stem) ?? places.at(-1)
    if (found !== undefined) return found
  }
  return undefined
}

function stemOf(file: string): string {
  return posix.basename(file).replace(/\.\w+$/, '')
}

function sourcesIn(text: string): readonly string[] {
  try {
    const map: { sources?: unknown; sourceRoot?: unknown } | null = JSON.parse(text)
    const root = typeof map?.sourceRoot === 'string' ? map.sourceRoot : ''
    const sources: readonly unknown[] = Array.isArray(map?.sources) ? map.sources : []
    return sources.flatMap(source => (typeof source === 'string' ? [posix.join(root, source)] : []))
  } catch {
    return []
  }
}
