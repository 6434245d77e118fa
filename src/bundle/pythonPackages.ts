import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundledPackage } from './bundleReport.ts'

/**
 * The installed packages among a code folder's files, the largest first: what `pip install --target` writes of each
 * into the `RECORD` of its `.dist-info` folder, that folder included.
 */
export async function pythonPackages(
  folder: string,
  files: ReadonlyMap<string, number>,
): Promise<readonly BundledPackage[]> {
  const packages: BundledPackage[] = []
  for (const file of files.keys()) {
    const [, name, version] = /([^/]+)-([^-/]+)\.dist-info\/RECORD$/.exec(file) ?? []
    if (name === undefined || version === undefined) continue
    const base = file.slice(0, file.length - `${name}-${version}.dist-info/RECORD`.length)
    const listed = (await readFile(join(folder, file), 'utf8')).split('\n').map(line => `${base}${pathIn(line)}`)
    const bytes = listed.reduce((sum, path) => sum + (files.get(path) ?? 0), 0)
    packages.push({ name: name.replaceAll('_', '-'), version, bytes, why: [] })
  }
  return packages.toSorted((a, b) => b.bytes - a.bytes)
}

/** `"a,b.py",sha256=…,12` and `a.py,sha256=…,12` */
function pathIn(line: string): string {
  const [, quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line) ?? []
  return quoted?.replaceAll('""', '"') ?? plain
}
