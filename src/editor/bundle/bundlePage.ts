import type { BundleReport } from '#bundle/bundleReport.ts'
import { formatBytes, formatMs } from '#common/format.ts'
import { plain, table } from '../markdown.ts'
import { chainText } from './chainText.ts'
import { type HandlerSize, initByImport, type KeptProfile } from './handlerSize.ts'
import { initLine, moduleTable, variantTable } from './profileText.ts'
import { type Budget, duplicateLine, sizeTable } from './sizeText.ts'

/** What a handler ships, as a page of Markdown; `asked` is the import that the user wants to see. */
export function bundlePage(
  title: string,
  size: HandlerSize,
  budget: Budget,
  kept: KeptProfile | undefined,
  asked?: string,
): string {
  const { report, problem } = size
  const parts = [
    `# ${plain(title)}`,
    ...(problem ? [`**No bundle of the text as it is:** ${plain(`${problem.text} ${problem.remedy}`)}`] : []),
    ...(report ? [sizeTable(report, size, budget), ...importPart(report, kept, asked), ...packagePart(report)] : []),
    ...(kept ? profilePart(kept) : []),
    ...(report ? optionPart(report) : []),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function importPart(report: BundleReport, kept: KeptProfile | undefined, asked: string | undefined): string[] {
  const imports = report.imports?.filter(({ external }) => external !== true) ?? []
  if (imports.length === 0) return []
  const inits = initByImport(kept, report)
  const rows = imports.map(({ specifier, line, exclusiveBytes, inclusiveBytes, estimated }) => {
    const init = inits.get(specifier)
    const time = init ? [formatMs(Math.max(0, init.savedMs)), formatMs(init.aloneMs)] : []
    const bytes = `${estimated ? '~' : ''}${formatBytes(exclusiveBytes)}`
    const row = [`${plain(specifier)} (line ${line})`, bytes, formatBytes(inclusiveBytes), ...time]
    return specifier === asked ? row.map(cell => `**${cell}**`) : row
  })
  const head = ['Import', 'saved without it', 'with all it needs', ...(inits.size > 0 ? ['init saved', 'alone'] : [])]
  return ['## Imports', table(head, rows)]
}

function packagePart({ packages, ownBytes, duplicates }: BundleReport): string[] {
  const rows = packages.map(({ name, version = '', bytes, why }) => [
    plain(`${name} ${version}`.trim()),
    formatBytes(bytes),
    plain(chainText(why)),
  ])
  return [
    '## Packages',
    table(['Package', 'bytes', 'imported by'], [...rows, ['own code', formatBytes(ownBytes), '']]),
    duplicateLine(duplicates),
  ]
}

function profilePart({ profile, at }: KeptProfile): string[] {
  const { modules, variants, failures } = profile
  return [
    '## Init',
    `${plain(initLine(profile))}; measured ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    ...(modules.length > 0 ? [moduleTable(modules)] : []),
    ...(variants.length > 0 ? ['### What would help', variantTable(variants)] : []),
    ...failures.map(({ name, reason }) => `Not measured: ${plain(`${name}: ${reason}`)}`),
  ]
}

function optionPart({ options }: BundleReport): string[] {
  const { from, esbuild, arguments: given = [], unread = [], installed = [], inLayers = [], folder } = options
  const list = (what: string, names: readonly string[]) =>
    names.length > 0 ? [`${what}: ${names.map(plain).join(', ')}.`] : []
  return [
    '## How it is built',
    folder === undefined ? `By esbuild ${esbuild ?? ''}, as told by: ${plain(from)}.` : `The folder ${plain(folder)}.`,
    ...list('Not read', unread),
    ...list('Shipped beside', installed),
    ...list('Taken from layers', inLayers),
    ...(given.length > 0 ? [`\`\`\`sh\nesbuild ${given.join(' ')}\n\`\`\``] : []),
  ]
}
