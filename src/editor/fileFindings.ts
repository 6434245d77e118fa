import type { LensSettings } from '#rules/facts.ts'
import type { Severity } from '#rules/finding.ts'
import { fixAll } from '#rules/fixAll.ts'
import { rules } from '#rules/rules.ts'
import { type RunOptions, runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { FileFindings, RuleSeverities } from './analysis.ts'

interface AskedFile {
  readonly file: string
  readonly text: string
  readonly severities: RuleSeverities
}

/** What the rules say of a text that need not be saved. Runs in the worker. */
export function findingsOfFile({ file, text, severities }: AskedFile, settings: LensSettings): FileFindings {
  const asked = Object.fromEntries(Object.entries(rules).filter(([id]) => severities[id] !== 'off'))
  const options: RunOptions = { settings, severities: withoutOff(severities) }
  const { findings, complete, failures } = runRules(parse(text, { file }), asked, options)
  const isFixable = findings.some(({ fix }) => fix !== null)
  return {
    findings: findings.map(found => ({ ...found, title: rules[found.rule]?.meta.docs.description ?? found.rule })),
    complete,
    fixAll: isFixable ? difference(text, fixAll(text, file, asked, options).text) : [],
    failures: failures.map(({ rule, error }) => `${rule}: ${error instanceof Error ? error.stack : String(error)}`),
  }
}

function withoutOff(severities: RuleSeverities): Record<string, Severity> {
  const kept: Record<string, Severity> = {}
  for (const [rule, severity] of Object.entries(severities)) if (severity !== 'off') kept[rule] = severity
  return kept
}

/** One edit, without what both texts begin and end with. */
function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let same = 0
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++
  return [{ start, end: before.length - same, newText: after.slice(start, after.length - same) }]
}
