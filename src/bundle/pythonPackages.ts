import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundledPackage } from './bundleReport.ts'

export interface PythonPackage {
  readonly name: string
  readonly version: string
}

/**
 * Which installed package each of a code folder's files belongs to: what `pip install --target` writes of each into the
 * `RECORD` of its `.dist-info` folder, that folder included. `files`: relative to the folder, `/` as separator.
 */
export async function pythonRecords(
  folder: string,
  files: Iterable<string>,
): Promise<ReadonlyMap<string, PythonPackage>> {
  const owners = new Map<string, PythonPackage>()
  for (const file of files) {
    const [, name, version] = /([^/]+)-([^-/]+)\.dist-info\/RECORD$/.exec(file) ?? []
    if (name === undefined || version === undefined) continue
    const owner = { name: name.replaceAll('_', '-'), version }
    const base = file.slice(0, file.length - `${name}-${version}.dist-info/RECORD`.length)
    const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
    for (const line of lines) owners.set(`${base}${pathIn(line)}`, owner)
  }
  return owners
}

/** The installed packages among a code folder's files with their bytes, the largest first. */
export async function pythonPackages(
  folder: string,
  files: ReadonlyMap<string, number>,
): Promise<readonly BundledPackage[]> {
  const sums = new Map<PythonPackage, number>()
  for (const [file, owner] of await pythonRecords(folder, files.keys())) {
    sums.set(owner, (sums.get(owner) ?? 0) + (files.get(file) ?? 0))
  }
  return [...sums].map(([owner, bytes]) => ({ ...owner, bytes, why: [] })).toSorted((a, b) => b.bytes - a.bytes)
}

/** `"a,b.py",sha256=…,12` and `a.py,sha256=…,12` */
function pathIn(line: string): string {
  const [, quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line) ?? []
  return quoted?.replaceAll('""', '"') ?? plain
}
