import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { foldersAbove } from '../foldersAbove.ts'

/** Whether Node.js takes a file for an ES module; undefined where its syntax decides. */
export async function moduleTypeOf(file: string): Promise<boolean | undefined> {
  if (/\.m[jt]s$/.test(file)) return true
  if (/\.c[jt]s$/.test(file)) return false
  for (const folder of foldersAbove(dirname(file))) {
    const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
    if (manifest === undefined) continue
    const type = /"type"\s*:\s*"(module|commonjs)"/.exec(manifest)?.[1]
    return type === undefined ? undefined : type === 'module'
  }
  return undefined
}
