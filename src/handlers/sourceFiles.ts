import { posix } from 'node:path'
import type { Language, ParsedLanguage } from './handler.ts'

const otherLanguages: Readonly<Record<string, Language>> = {
  java: 'java',
  kt: 'kotlin',
  go: 'go',
  cs: 'csharp',
  rb: 'ruby',
  rs: 'rust',
}

/** The language of a source file by its extension; undefined for any other file and for type declarations. */
export function languageOf(file: string): Language | undefined {
  return parsedLanguageOf(file) ?? otherLanguages[file.slice(file.lastIndexOf('.') + 1)]
}

/** The same for the languages that are parsed. */
export function parsedLanguageOf(file: string): ParsedLanguage | undefined {
  if (/\.d\.[mc]?ts$/.test(file)) return
  if (/\.([mc]?ts|tsx)$/.test(file)) return 'typescript'
  if (/\.([mc]?js|jsx)$/.test(file)) return 'javascript'
  return file.endsWith('.py') ? 'python' : undefined
}

/** Of JavaScript or TypeScript. */
export function isScript(file: string): boolean {
  const language = parsedLanguageOf(file)
  return language === 'javascript' || language === 'typescript'
}

/** Installed packages, build results and other folders whose files nobody writes by hand. */
const generatedFolders =
  /(^|\/)(node_modules|\.git|\.aws-sam|\.serverless|\.build|\.esbuild|cdk\.out|\.webpack|\.sst|\.next|\.venv|venv|site-packages|__pycache__|coverage|dist|\.yarn|\.terraform)(\/|$)/

export function isGenerated(path: string): boolean {
  return generatedFolders.test(path)
}

/** A folder and all around it, from the inside out; the indexed folder itself is the empty string. */
export function foldersFrom(folder: string): readonly string[] {
  return folder === '.' || folder === '' ? [''] : [folder, ...foldersFrom(posix.dirname(folder))]
}

/** `a/./b/../c` → `a/c`; the indexed folder itself is the empty string. */
export function joinPath(...parts: readonly string[]): string {
  const joined = posix.join(...parts)
  return joined === '.' || joined === './' ? '' : joined
}
