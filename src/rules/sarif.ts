import type { CheckFinding, CheckReport } from './checkReport.ts'
import type { Severity } from './finding.ts'
import type { RuleSet } from './runRules.ts'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** A report in the Static Analysis Results Interchange Format 2.1.0, which code hosts read. */
export function sarifOf({ findings, skipped }: CheckReport, rules: RuleSet): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'lambda-lens',
            rules: Object.entries(rules).map(([id, { meta }]) => ({
              id,
              shortDescription: { text: meta.docs.description },
              help: { text: meta.docs.url },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: skipped.map(({ file, reason }) => ({
              level: 'note',
              message: { text: reason },
              locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) } } }],
            })),
          },
        ],
        results: findings.map(resultOf),
      },
    ],
  }
}

function resultOf({ file, rule, severity, line, column, endLine, endColumn, message, fix }: CheckFinding): object {
  const artifactLocation = { uri: encodeURI(file) }
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    ...(fix && {
      fixes: [
        {
          artifactChanges: [
            {
              artifactLocation,
              replacements: fix.map(({ start, end, newText }) => ({
                deletedRegion: { charOffset: start, charLength: end - start },
                insertedContent: { text: newText },
              })),
            },
          ],
        },
      ],
    }),
  }
}
