import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject, type ProjectIndex } from '#handlers/projectIndex.ts'
import { isGenerated, parsedLanguageOf } from '#handlers/sourceFiles.ts'
import { type CheckFinding, type CheckReport, isAtLeast, reportFindings } from '#rules/checkReport.ts'
import type { Severity } from '#rules/finding.ts'
import { fixAll } from '#rules/fixAll.ts'
import { projectFacts } from '#rules/projectFacts.ts'
import { rules } from '#rules/rules.ts'
import { type RuleSet, runRules } from '#rules/runRules.ts'
import { sarifOf } from '#rules/sarif.ts'
import { whyNotChecked } from '#rules/whyNotChecked.ts'
import { parse } from '#syntax/javascript/parse.ts'
import type { ExitCode } from './main.ts'

interface CheckOptions {
  readonly rules: RuleSet
  readonly fix: 'write' | 'dry-run' | 'no'
}

/** A file of a project by its path from the project's folder, and its name in the report. */
interface CheckedFile {
  readonly root: string
  readonly file: string
  readonly name: string
}

interface FileResult {
  readonly name: string
  readonly findings?: readonly CheckFinding[]
  readonly skipped?: string
  readonly fixed?: string
}

/** Finds what could be better in handlers, and fixes what is safe to fix. */
export async function checkCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      'fix-dry-run': { type: 'boolean', default: false },
      rule: { type: 'string', multiple: true, default: [] },
      'fail-on': { type: 'string' },
    },
  })
  const failOn = severityOf(values['fail-on'])
  if (values.fix && values['fix-dry-run']) {
    throw new LensError('bad-arguments', '--fix and --fix-dry-run exclude each other.', 'Give one of them.')
  }
  const fix = values.fix ? 'write' : values['fix-dry-run'] ? 'dry-run' : 'no'
  const chosen = chosenRules(values.rule)
  const report = await check(positionals.length > 0 ? positionals : ['.'], { rules: chosen, fix }, signal)
  if (values.sarif) print(sarifOf(report, chosen))
  else if (values.json) print(report)
  else for (const line of report.findings.map(describe)) process.stdout.write(`${line}\n`)
  for (const { file, reason } of report.skipped) process.stderr.write(`${file}: ${reason}\n`)
  return failOn && report.findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0
}

async function check(paths: readonly string[], options: CheckOptions, signal: AbortSignal): Promise<CheckReport> {
  const indexes = new Map<string, ProjectIndex>()
  const results = new Map<string, FileResult>()
  for (const path of paths) {
    for (const { root, file, name } of await filesOf(path)) {
      signal.throwIfAborted()
      const absolute = join(root, file)
      if (results.has(absolute)) continue
      const index = indexes.get(root) ?? (await indexProject(nodeProjectFiles(root), signal))
      indexes.set(root, index)
      results.set(absolute, { name, ...(await checkFile(absolute, file, name, index, options)) })
    }
  }
  const all = [...results.values()]
  return {
    findings: all.flatMap(({ findings = [] }) => findings),
    skipped: all.flatMap(({ name, skipped }) => (skipped === undefined ? [] : [{ file: name, reason: skipped }])),
    ...(options.fix === 'dry-run' && {
      fixed: all.flatMap(({ name, fixed }) => (fixed === undefined ? [] : [{ file: name, text: fixed }])),
    }),
  }
}

/** A folder's source files; a file by itself, in the project of the current folder where it lies below. */
async function filesOf(path: string): Promise<readonly CheckedFile[]> {
  const absolute = resolve(path)
  const stats = await stat(absolute).catch(() => undefined)
  if (stats?.isDirectory()) {
    const files = await nodeProjectFiles(absolute).list()
    return files.filter(isSource).map(file => ({ root: absolute, file, name: file }))
  }
  if (!stats?.isFile())
    throw new LensError('no-file', `There is no file or folder ${absolute}.`, 'Give paths from here.')
  const here = resolve('.')
  const root = absolute.startsWith(join(here, sep)) ? here : dirname(absolute)
  const file = relative(root, absolute).split(sep).join('/')
  return [{ root, file, name: root === here ? file : basename(absolute) }]
}

function isSource(file: string): boolean {
  const language = parsedLanguageOf(file)
  return (language === 'javascript' || language === 'typescript') && !isGenerated(file)
}

async function checkFile(
  absolute: string,
  file: string,
  name: string,
  index: ProjectIndex,
  { rules: chosen, fix }: CheckOptions,
): Promise<Omit<FileResult, 'name'>> {
  if (!isSource(file)) return { skipped: 'It is no source file of JavaScript or TypeScript that people write.' }
  const settings = projectFacts(file, index)
  if (settings.handlers?.length === 0) return {}
  const bytes = await readFile(absolute)
  const text = bytes.toString('utf8')
  const reason = Buffer.from(text).equals(bytes) ? whyNotChecked(text) : 'It is not UTF-8 text.'
  if (reason !== undefined) return { skipped: reason }
  try {
    const fixed = fix === 'no' ? undefined : fixAll(text, file, chosen, { settings })
    const isFixed = fixed !== undefined && fixed.text !== text
    if (isFixed && fix === 'write') await writeFile(absolute, fixed.text)
    const run = fixed && fix === 'write' ? fixed.run : runRules(parse(text, { file }), chosen, { settings })
    for (const { rule, error } of run.failures) process.stderr.write(`${name}: ${rule} failed: ${String(error)}\n`)
    return {
      findings: reportFindings(name, fix === 'write' && fixed ? fixed.text : text, run.findings),
      ...(isFixed && { fixed: fixed.text }),
      ...(!run.complete && { skipped: 'It has syntax errors: nothing is changed there.' }),
    }
  } catch (error) {
    if (error instanceof LensError) return { skipped: error.message }
    throw error
  }
}

function chosenRules(ids: readonly string[]): RuleSet {
  const unknown = ids.find(id => !Object.hasOwn(rules, id))
  if (unknown !== undefined) {
    throw new LensError('no-rule', `There is no rule ${unknown}.`, `The rules are ${Object.keys(rules).join(', ')}.`)
  }
  return ids.length === 0 ? rules : Object.fromEntries(Object.entries(rules).filter(([id]) => ids.includes(id)))
}

function severityOf(value: string | undefined): Severity | undefined {
  if (value === undefined || value === 'error' || value === 'warning' || value === 'info') return value
  throw new LensError('bad-arguments', `--fail-on does not know ${value}.`, 'Give error, warning or info.')
}

function describe({ file, line, column, severity, message, rule, fix, suggestions }: CheckFinding): string {
  const edit = fix ? ' (fix)' : suggestions.length > 0 ? ' (suggestion)' : ''
  return `${file}:${line}:${column}  ${severity}  ${message}  ${rule}${edit}`
}

function print(document: object): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}
