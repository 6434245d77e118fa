import type { BuildFailure, Message } from 'esbuild'
import { LensError } from '#common/errors.ts'

/** Why there is no bundle: the first error, with its place where it has one. */
export interface BuildProblem {
  readonly code: string
  readonly text: string
  /** Relative to the project, `/` as separator. */
  readonly file?: string
  /** From 1; columns count UTF-16 units. */
  readonly line?: number
  readonly column?: number
  readonly endColumn?: number
  readonly remedy: string
}

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

/** Undefined for errors that are bugs. */
export function buildProblem(error: unknown): BuildProblem | undefined {
  if (error instanceof LensError) return { code: error.code, text: error.message, remedy: error.remedy }
  if (!isBuildFailure(error)) return
  const [first] = error.errors
  return {
    code: 'bundle-failed',
    text: first?.text ?? error.message,
    ...(first && place(first)),
    remedy: remedyOf(first?.text ?? ''),
  }
}

function place({ location }: Message): Pick<BuildProblem, 'file' | 'line' | 'column' | 'endColumn'> {
  if (!location) return {}
  const { file, line, lineText } = location
  // esbuild counts bytes of UTF-8.
  const bytes = Buffer.from(lineText)
  const start = bytes.subarray(0, location.column).toString().length
  const length = bytes.subarray(location.column, location.column + location.length).toString().length
  return { file: file.replaceAll('\\', '/'), line, column: start + 1, endColumn: start + length + 1 }
}

function remedyOf(text: string): string {
  if (text.startsWith('Could not resolve')) return 'Install it, mend its name, or mark it as external.'
  if (text.startsWith('No loader is configured')) return 'Set a loader for such files in the options of esbuild.'
  return 'Mend that and try again.'
}

/** `x.ts cannot be bundled: … (x.ts:3:1).` */
export function problemError(entry: string, { code, text, file, line, column, remedy }: BuildProblem): LensError {
  const where = file === undefined ? '' : ` (${file}:${line}:${column})`
  return new LensError(code, `${entry} cannot be bundled: ${text.replace(/\.$/, '')}${where}.`, remedy)
}
