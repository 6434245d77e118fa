import type { ExportedFunction } from './exportedFunction.ts'
import type { Language } from './handler.ts'
import { languageOf, parsedLanguageOf } from './sourceFiles.ts'

/**
 * What a source file exports, by its language; nothing for other files. The parsers are loaded on first use; languages
 * without one are searched as text.
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
  if (language !== 'javascript' && language !== 'typescript') return await searchedExports(file, text, language)
  const [{ parse }, { exportedFunctions }] = await Promise.all([
    import('#syntax/javascript/parse.ts'),
    import('./javascript/exportedFunctions.ts'),
  ])
  return exportedFunctions(parse(text, { file }))
}

async function searchedExports(
  file: string,
  text: string,
  language: Exclude<Language, 'javascript' | 'typescript' | 'python'>,
): Promise<readonly ExportedFunction[]> {
  switch (language) {
    case 'go':
      return (await import('./runtimes/goExports.ts')).goExports(text)
    case 'rust':
      return (await import('./runtimes/rustExports.ts')).rustExports(text)
    case 'ruby':
      return (await import('./runtimes/rubyExports.ts')).rubyExports(text)
    case 'java':
    case 'kotlin':
    case 'csharp':
      return (await import('./runtimes/classExports.ts')).classExports(file, text, language)
  }
}

/** Cheap test whether a text may hold a handler that no definition names, before it is parsed. */
export function mayExportHandler(file: string, text: string): boolean {
  const language = parsedLanguageOf(file)
  if (language === undefined) return false
  if (language === 'python') return /handler\b/i.test(text)
  return /\bexports?\b/.test(text) && /handler\b|['"]aws-lambda['"]/i.test(text)
}
