import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'

/** A call that lets nothing else run until it is done. */
export interface SyncCall {
  readonly module: 'fs' | 'child_process' | 'zlib' | 'crypto'
  readonly name: string
  /** It takes so long that it is worth a word also where it holds nothing up. */
  readonly isLong: boolean
}

const functions: readonly (readonly [module: SyncCall['module'], name: RegExp, isLong: boolean])[] = [
  ['fs', /^readFileSync$/, true],
  ['fs', /^(writeFile|appendFile|copyFile|readdir)Sync$/, false],
  ['child_process', /^(exec|execFile|spawn)Sync$/, true],
  ['zlib', /^(gzip|gunzip|deflate|inflate|deflateRaw|inflateRaw|brotliCompress|brotliDecompress|unzip)Sync$/, true],
  ['crypto', /^(pbkdf2|scrypt)Sync$/, true],
]

export function syncCall({ callee }: TSESTree.CallExpression, code: SourceCode): SyncCall | undefined {
  const imported = importedName(callee, code)
  const [name, more] = imported?.path ?? []
  if (!imported || name === undefined || more !== undefined) return
  const found = functions.find(([module, pattern]) => module === imported.module && pattern.test(name))
  return found && { module: found[0], name, isLong: found[2] }
}
