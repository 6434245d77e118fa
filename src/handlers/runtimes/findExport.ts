import type { ResolvedSource, SourceProject } from '../resolvedSource.ts'

/** More files than this are not searched for one function. */
export const maximalFiles = 300

/** Files that may hold a function; asked for only when those before did not. */
export type Stage = () => readonly string[] | Promise<readonly string[]>

/** Of the first stage that has any: the file with the first of the names asked for, else with the second, and so on. */
export async function findExport(
  stages: readonly Stage[],
  namesIn: (file: string) => readonly string[],
  project: SourceProject,
): Promise<ResolvedSource | undefined> {
  for (const stage of stages) {
    const found: { readonly file: string; readonly exportName: string; readonly rank: number }[] = []
    for (const file of (await stage()).slice(0, maximalFiles)) {
      const exported = new Set((await project.exportsOf(file)).map(({ exportName }) => exportName))
      const rank = namesIn(file).findIndex(name => exported.has(name))
      const exportName = namesIn(file)[rank]
      if (rank === 0 && exportName !== undefined) return { file, exportName }
      if (exportName !== undefined) found.push({ file, exportName, rank })
    }
    const best = found.toSorted((a, b) => a.rank - b.rank)[0]
    if (best) return { file: best.file, exportName: best.exportName }
  }
  return undefined
}
