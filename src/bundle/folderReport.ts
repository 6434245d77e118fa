import { join, posix } from 'node:path'
import { LensError } from '#common/errors.ts'
import type { BundleReport } from './bundleReport.ts'
import type { WeighRequest } from './bundleWeigher.ts'
import { folderSize } from './folderSize.ts'
import type { ZippedFiles } from './zipSize.ts'
import { pythonPackages } from './pythonPackages.ts'

/**
 * The report of a handler whose code folder is packaged as it is. Throws a `LensError` (`language-not-packaged`,
 * `no-code-folder`).
 */
export async function weighFolder(
  request: WeighRequest,
  signal: AbortSignal,
  known?: ZippedFiles,
): Promise<BundleReport> {
  const { root, entry, language } = request
  if (language !== 'python') {
    throw new LensError(
      'language-not-packaged',
      `${entry} is ${language}, whose package is what its own build makes.`,
      'JavaScript, TypeScript and Python are weighed.',
    )
  }
  const folder = request.codeFolder ?? posix.dirname(entry)
  const path = join(root, ...folder.split('/'))
  const { bytes, zipBytes, files } = await folderSize(path, name => name === 'node_modules', signal, known)
  const packages = await pythonPackages(path, files)
  return {
    entry,
    bytes,
    zipBytes,
    ownBytes: packages.reduce((rest, one) => rest - one.bytes, bytes),
    packages,
    imports: [],
    duplicates: [],
    options: { from: 'folder', folder, ...(files.has('requirements.txt') && { unread: ['requirements.txt'] }) },
  }
}
