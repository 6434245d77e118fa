import type { BundledImport, BundleReport, DuplicatePackage } from '#bundle/bundleReport.ts'
import { unzippedLimitBytes, zippedLimitBytes } from '#bundle/limits.ts'
import type { ImportInit } from '#bundle/profile/initProfile.ts'
import { formatBytes, formatMs, formatPercent } from '#common/format.ts'
import { plain, table } from '../markdown.ts'
import type { HandlerSize, KeptProfile } from './handlerSize.ts'
import { initSummary } from './profileText.ts'

/** Of the setting, in bytes; `unread` where it is no size. */
export interface Budget {
  readonly bytes?: number
  readonly unread?: string
}

const mostPackages = 5
/** What is part of Node.js is named where its init is felt. */
const leastMs = 0.5

/** `$(package) 1.4 MB · zip 312 kB`. */
export function statusText({ report, problem }: HandlerSize): string {
  if (!report) return problem ? '$(package) no bundle' : '$(package) weighing…'
  const { bytes, zipBytes } = report
  const zip = zipBytes === undefined ? '…' : formatBytes(zipBytes)
  return `$(package) ${formatBytes(bytes)} · zip ${zip}${problem ? ' (stale)' : ''}`
}

export function isOverBudget({ report }: HandlerSize, { bytes }: Budget): boolean {
  return report !== undefined && bytes !== undefined && report.bytes > bytes
}

/** The tooltip of the status item, in Markdown. */
export function statusTooltip(
  title: string,
  size: HandlerSize,
  budget: Budget,
  kept: KeptProfile | undefined,
  commands: string,
): string {
  const { report, problem } = size
  const parts = [
    `**${plain(title)}**`,
    ...(problem ? [problemLine(size)] : []),
    ...(report ? [sizeTable(report, size, budget), packageTable(report), duplicateLine(report.duplicates)] : []),
    ...(kept ? [initSummary(kept)] : []),
    commands,
  ]
  return parts.filter(part => part !== '').join('\n\n')
}

function problemLine({ problem, report }: HandlerSize): string {
  const { text = '', file, line, remedy = '' } = problem ?? {}
  const where = file === undefined ? '' : ` (${file}:${line})`
  const stale = report ? ' The figures are of the last build that was not broken.' : ''
  return `$(warning) ${plain(text.replace(/\.$/, ''))}${plain(where)}. ${plain(remedy)}${stale}`
}

/** Rows of a table: what is shipped, its share of what Lambda takes, its change. */
export function sizeTable(report: BundleReport, { shipped, committed }: HandlerSize, budget: Budget): string {
  const { bytes, zipBytes, options } = report
  const isFolder = options.from === 'folder'
  const uploaded = { bytes: shipped?.bytes ?? bytes, zipBytes: shipped?.zipBytes ?? zipBytes }
  const sizes = (one: { readonly bytes: number; readonly zipBytes?: number | undefined }) => [
    formatBytes(one.bytes),
    one.zipBytes === undefined ? '…' : formatBytes(one.zipBytes),
  ]
  const rows = [
    [isFolder ? 'Code folder' : 'Minified bundle', ...sizes(report)],
    ...(shipped ? [[shipped.as === 'folder' ? 'Deployed: the folder' : 'Deployed: as built', ...sizes(shipped)]] : []),
    [
      "Of Lambda's 250 MB and 50 MB",
      formatPercent(uploaded.bytes / unzippedLimitBytes),
      uploaded.zipBytes === undefined ? '…' : formatPercent(uploaded.zipBytes / zippedLimitBytes),
    ],
    ...changeRow(report, committed),
    ...(budget.bytes === undefined ? [] : [['Budget', formatBytes(budget.bytes), '']]),
  ]
  const unread = budget.unread === undefined ? '' : `\n\n$(warning) The budget is no size: ${plain(budget.unread)}`
  return table(['', 'bytes', 'zip'], rows) + unread
}

function changeRow(report: BundleReport, committed: HandlerSize['committed']): string[][] {
  if (!committed) return []
  if ('reason' in committed) return [['Since the last commit', 'unknown', '']]
  const zip = report.zipBytes === undefined ? '…' : change(report.zipBytes - committed.zipBytes)
  return [['Since the last commit', change(report.bytes - committed.bytes), zip]]
}

function change(bytes: number): string {
  return bytes === 0 ? 'none' : `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`
}

function packageTable({ packages, ownBytes, bytes }: BundleReport): string {
  const rest = packages.slice(mostPackages)
  const row = (name: string, size: number) => [name, formatBytes(size), formatPercent(bytes === 0 ? 0 : size / bytes)]
  return table(
    ['Package', 'bytes', 'share'],
    [
      ...packages.slice(0, mostPackages).map(one => row(plain(`${one.name} ${one.version ?? ''}`.trim()), one.bytes)),
      ...(rest.length > 0
        ? [
            row(
              `${rest.length} more`,
              rest.reduce((sum, one) => sum + one.bytes, 0),
            ),
          ]
        : []),
      row('own code', ownBytes),
    ],
  )
}

export function duplicateLine(duplicates: readonly DuplicatePackage[]): string {
  if (duplicates.length === 0) return ''
  const shown = duplicates.map(({ name, versions }) => plain(`${name} ${versions.join(', ')}`))
  return `In several versions: ${shown.join('; ')}`
}

/** `212 kB · 38 ms init`; undefined for an import that ships nothing and takes no time. */
export function hintText(one: BundledImport | undefined, initMs: number | undefined): string | undefined {
  if (one?.external && (initMs ?? 0) < leastMs) return
  const parts = [
    ...(one && !one.external ? [`${one.estimated ? '~' : ''}${formatBytes(one.exclusiveBytes)}`] : []),
    ...(initMs === undefined ? [] : [`${formatMs(Math.max(0, initMs))} init`]),
  ]
  return parts.length > 0 ? parts.join(' · ') : undefined
}

export function hintTooltip(
  specifier: string,
  one: BundledImport | undefined,
  init: ImportInit | undefined,
  commands: string,
): string {
  const rows = [
    ...(one && !one.external
      ? [
          [one.estimated ? 'Saved without it, estimated' : 'Saved without it', formatBytes(one.exclusiveBytes)],
          ['With all that it needs', formatBytes(one.inclusiveBytes)],
        ]
      : []),
    ...(init
      ? [
          ['Init saved without it', `${formatMs(init.savedMs)} ± ${formatMs(init.spread / 2)}`],
          ['Init of it alone', formatMs(init.aloneMs)],
        ]
      : []),
  ]
  return [`**${plain(specifier)}**`, table(['', ''], rows), commands].join('\n\n')
}
