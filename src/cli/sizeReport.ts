import type { BundleReport, ShippedSize } from '#bundle/bundleReport.ts'
import type { RevisionSize } from '#bundle/revision/revisionSizes.ts'
import { formatBytes } from '#common/format.ts'

/** The document that `lambda-lens size --json` prints. Sizes in bytes. */
export interface SizeReport extends BundleReport {
  readonly zipBytes: number
  readonly imports: NonNullable<BundleReport['imports']>
  /** What a deployment uploads, where that is something else. */
  readonly shipped?: ShippedSize
  /** A revision where the handler was not, or did not build, has a reason in place of figures. */
  readonly compare?: { readonly revision: string } & RevisionSize
  readonly budget?: { readonly bytes: number; readonly isOver: boolean }
}

const mostRows = 15

/** The same for people. */
export function sizeTable(report: SizeReport): string {
  const { entry, bytes, zipBytes, packages, imports, duplicates, shipped, compare } = report
  const rest = packages.length - mostRows
  const lines = [
    `${entry}  ${formatBytes(bytes)}, zip ${formatBytes(zipBytes)}`,
    ...(shipped
      ? [`shipped as ${shipped.as}: ${formatBytes(shipped.bytes)}, zip ${formatBytes(shipped.zipBytes)}`]
      : []),
    ...(compare ? [compared(report, compare)] : []),
    '',
    ...packages.slice(0, mostRows).map(one => `${size(one.bytes)}  ${one.name} ${one.version ?? ''}`.trimEnd()),
    ...(rest > 0 ? [`${size(sum(packages.slice(mostRows)))}  ${rest} more packages`] : []),
    `${size(report.ownBytes)}  own code`,
    ...(imports.some(({ external }) => !external) ? ['', 'Without the import  with all that it needs'] : []),
    ...imports.flatMap(({ specifier, line, exclusiveBytes, inclusiveBytes, external, estimated }) =>
      external
        ? []
        : [`${size(exclusiveBytes)}${estimated ? ' ~' : '  '}${size(inclusiveBytes)}  ${specifier} (line ${line})`],
    ),
    ...(duplicates.length > 0 ? ['', 'In several versions'] : []),
    ...duplicates.map(({ name, versions }) => `  ${name}: ${versions.join(', ')}`),
  ]
  return `${lines.join('\n')}\n`
}

function compared({ bytes, zipBytes }: SizeReport, compare: NonNullable<SizeReport['compare']>): string {
  if ('reason' in compare) return `${compare.revision}: ${compare.reason}`
  const { revision } = compare
  return `since ${revision}: ${change(bytes - compare.bytes)}, zip ${change(zipBytes - compare.zipBytes)}`
}

function change(bytes: number): string {
  return `${bytes > 0 ? '+' : bytes < 0 ? '−' : '±'}${formatBytes(Math.abs(bytes))}`
}

function size(bytes: number): string {
  return formatBytes(bytes).padStart(9)
}

function sum(packages: SizeReport['packages']): number {
  return packages.reduce((total, { bytes }) => total + bytes, 0)
}
