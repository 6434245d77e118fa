import type { Invocation } from './invocation.ts'
import { jsonEvent, jsonReport } from './jsonReport.ts'
import { invocation, type ReportFields } from './reportFields.ts'
import { textReport, textReportStart } from './textReport.ts'

/**
 * Reads a text `REPORT` line or a JSON `platform.report` record. A line of another kind, one that was cut in two, or
 * one that lacks a figure that every report has or has one that cannot be, is undefined: a missing sample, never a
 * zero. For millions of lines there is `ReportReader`.
 */
export function parseReport(line: string): Invocation | undefined {
  const fields = reportFields(line)
  return fields && invocation(fields)
}

export function isTextReport(line: string): boolean {
  return line.startsWith(textReportStart)
}

export function isJsonReport(line: string): boolean {
  return line.startsWith('{') && line.includes('"platform.report"')
}

function reportFields(line: string): ReportFields | undefined {
  if (isTextReport(line)) return textReport(line)
  const event = isJsonReport(line) ? jsonEvent(line) : undefined
  return event && jsonReport(event)
}

/** All reports in a piece of log (of one request, if given), whose first and last line may be cut. */
export function reportsOf(text: string, requestId?: string): readonly Invocation[] {
  const reports: Invocation[] = []
  for (const line of text.replaceAll('\nXRAY ', '\tXRAY ').split('\n')) {
    const report = parseReport(line)
    if (report !== undefined && (requestId === undefined || report.requestId === requestId)) reports.push(report)
  }
  return reports
}
