import { LineTable } from '#syntax/lineTable.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { Finding, Severity } from './finding.ts'

/** The JSON document of `lambda-lens check PATH…`. */
export interface CheckReport {
  readonly findings: readonly CheckFinding[]
  /** Files that were not looked at, or left as they are. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[]
  /** What fixing would make of the files; only asked for. */
  readonly fixed?: readonly { readonly file: string; readonly text: string }[]
}

/** Lines and columns from 1, columns and offsets in UTF-16 units. */
export interface CheckFinding {
  readonly file: string
  readonly rule: string
  readonly severity: Severity
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly message: string
  readonly url: string
  readonly fix: readonly TextEdit[] | null
  readonly suggestions: Finding['suggestions']
  readonly whyNoFix?: string
}

export function reportFindings(file: string, text: string, findings: readonly Finding[]): readonly CheckFinding[] {
  if (findings.length === 0) return []
  const lines = new LineTable(text)
  return findings.map(({ rule, severity, span, message, url, fix, suggestions, whyNoFix }) => {
    const start = lines.positionAt(span.start)
    const end = lines.positionAt(span.end)
    return {
      file,
      rule,
      severity,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      message,
      url,
      fix,
      suggestions,
      ...(whyNoFix !== undefined && { whyNoFix }),
    }
  })
}

const order: readonly Severity[] = ['info', 'warning', 'error']

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return order.indexOf(severity) >= order.indexOf(least)
}
