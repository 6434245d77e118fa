import type { ExportedFunction } from './exportedFunction.ts'
import { languageOf } from './sourceFiles.ts'

/**
 * What a source file exports, by its language; nothing for other files. The parsers are loaded on first use.
 * @throws LensError `source-not-readable`
 */
export async function sourceExports(file: string, text: string): Promise<readonly ExportedFunction[]> {
  const language = languageOf(file)
  if (language === undefined) return []
  if (language === 'python') {
    const [{ parse }, { exportedFunctions }] = await Promise.all([
      import('#syntax/python/parse.ts'),
      import('./python/exportedFunctions.ts'),
    ])
    return exportedFunctions(parse(text, { file }))
  }
  const [{ parse }, { exportedFunctions }] = await Promise.all([
    import('#syntax/javascript/parse.ts'),
    import('./javascript/exportedFunctions.ts'),
  ])
  return exportedFunctions(parse(text, { file }))
}

/** Cheap test whether a text may hold a handler that no definition names, before it is parsed. */
export function mayExportHandler(file: string, text: string): boolean {
  if (languageOf(file) === 'python') return /handler\b/i.test(text)
  return /\bexports?\b/.test(text) && /handler\b|['"]aws-lambda['"]/i.test(text)
}
