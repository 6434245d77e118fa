import type { Metafile } from 'esbuild'
import type { BundledPackage, DuplicatePackage } from './bundleReport.ts'
import type { InstalledPackage, InstalledPackages } from './installedPackage.ts'
import { type ModuleGraph, shortestWays, wayTo } from './moduleGraph.ts'
import { entryOutput } from './outputs.ts'

/** The modules of a build, by their bytes in its outputs. `name`: of the entry's output, without extension. */
export function bundleGraph(metafile: Metafile, name: string): ModuleGraph {
  const { inputs, outputs } = metafile
  const weights = new Map<string, number>()
  for (const output of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      weights.set(file, (weights.get(file) ?? 0) + bytesInOutput)
    }
  }
  const modules = Object.entries(inputs).map(([file, { imports }]) => {
    const bundled = imports.filter(({ external }) => external !== true).map(({ path }) => path)
    return [file, { weight: weights.get(file) ?? 0, imports: bundled }] as const
  })
  const entry = outputs[entryOutput(metafile, name) ?? '']?.entryPoint ?? ''
  return { entry, modules: new Map(modules) }
}

export interface PackageShares {
  readonly ownBytes: number
  readonly packages: readonly BundledPackage[]
  readonly duplicates: readonly DuplicatePackage[]
}

interface Share {
  readonly installed: InstalledPackage
  bytes: number
  /** The file by which it is entered first. */
  readonly door: string
}

/** Who has how much of a bundle. What esbuild adds itself belongs to nobody. */
export async function packageShares(graph: ModuleGraph, installed: InstalledPackages): Promise<PackageShares> {
  const via = shortestWays(graph)
  const own = await installed.packageOf(graph.entry)
  const shares = new Map<string, Share>()
  let ownBytes = 0
  // In the order of the ways, so that the first file of a package is the one that the way leads to.
  for (const file of new Set([...via.keys(), ...graph.modules.keys()])) {
    const weight = graph.modules.get(file)?.weight ?? 0
    const found = await installed.packageOf(file)
    if (!found || isOwn(found, own, graph.entry)) {
      ownBytes += weight
      continue
    }
    const share = shares.get(found.folder) ?? { installed: found, bytes: 0, door: file }
    shares.set(found.folder, share)
    share.bytes += weight
  }
  const shipped = [...shares.values()].filter(({ bytes }) => bytes > 0)
  return {
    ownBytes,
    packages: merged(shipped)
      .map(({ installed: { name, version }, bytes, door }) => ({
        name,
        ...(version !== undefined && { version }),
        bytes,
        why: wayTo(door, via),
      }))
      .toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    duplicates: duplicates(shipped),
  }
}

/** Code around the handler's own package is the project's too; a package that only stands beside it is not. */
function isOwn(found: InstalledPackage, own: InstalledPackage | undefined, entry: string): boolean {
  if (found.folder.includes('node_modules/')) return false
  const isAbove = /^(\.|\.\.(\/\.\.)*)$/.test(found.folder) || entry.startsWith(`${found.folder}/`)
  return isAbove || found.folder === own?.folder
}

/** Copies of one version are one row, by the way to the first of them. */
function merged(shares: readonly Share[]): readonly Share[] {
  const rows = new Map<string, Share>()
  for (const share of shares) {
    const { name, version = share.installed.folder } = share.installed
    const key = `${name}@${version}`
    const row = rows.get(key)
    if (row) row.bytes += share.bytes
    else rows.set(key, { ...share })
  }
  return [...rows.values()]
}

function duplicates(shares: readonly Share[]): readonly DuplicatePackage[] {
  const versions = new Map<string, Set<string>>()
  for (const { installed } of shares) {
    const known = versions.get(installed.name) ?? new Set<string>()
    versions.set(installed.name, known.add(installed.version ?? '?'))
  }
  return [...versions]
    .filter(([, found]) => found.size > 1)
    .map(([name, found]) => ({ name, versions: [...found].toSorted() }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
