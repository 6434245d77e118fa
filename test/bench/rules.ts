import { parseArgs } from 'node:util'
import { Linter } from 'eslint'
import eslintPlugin from '#rules/eslintPlugin.ts'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { eslintParser } from '../unit/rules/eslintParser.ts'
import { longHandler } from './rules/longHandler.ts'

/**
 * How long all rules take on a long handler, parsing included, when warm; beside it ESLint's Linter with the same rules,
 * parser and text, in turns. `npm run --silent bench:rules -- [--json] [--lines 2000] [--rounds 40]`
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    lines: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '40' },
  },
})
const rounds = Number(values.rounds)
const text = longHandler(Number(values.lines))
const file = 'handler.ts'
const only = Object.keys(rules).map(id => [`lambda-lens/${id}`, 'warn'] as const)
const config = [
  {
    files: ['**'],
    languageOptions: { parser: eslintParser },
    plugins: { 'lambda-lens': { rules: eslintPlugin.rules } },
    rules: Object.fromEntries(only),
  },
] as unknown as Linter.Config[]
const linter = new Linter()

let parseMs: number[] = []
const byOurs = (source: string) => {
  const start = performance.now()
  const script = parse(source, { file })
  parseMs.push(performance.now() - start)
  const { findings, failures } = runRules(script, rules)
  if (failures.length > 0) throw failures[0]?.error
  return findings.length
}
const byEslint = (source: string) => linter.verify(source, config, { filename: file }).length

const ours: number[] = []
const theirs: number[] = []
const cpu: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] }
for (let round = 0; round < rounds + 10; round++) {
  if (round === 10) parseMs = []
  // Another text each time, so that nothing of the one before can be kept.
  const source = `${text}// ${round}\n`
  const own = timed(() => byOurs(source))
  const other = timed(() => byEslint(source))
  if (own.result !== other.result) throw new Error(`${own.result} findings here, ${other.result} in ESLint`)
  if (round < 10) continue
  ours.push(own.ms)
  theirs.push(other.ms)
  cpu.ours.push(own.cpuMs)
  cpu.theirs.push(other.cpuMs)
}

const document = {
  lines: text.split('\n').length - 1,
  rules: Object.keys(rules).length,
  findings: byOurs(text),
  rounds,
  warmMs: median(ours),
  p95Ms: quantile(ours, 0.95),
  /** The round that was disturbed least: other work on the machine makes the medians larger, on both sides. */
  bestMs: quantile(ours, 0),
  cpuMs: median(cpu.ours),
  parseMs: median(parseMs),
  byRuleMs: eachRule(),
  comparedWith: {
    what: 'ESLint’s Linter, with the same rules, parser and text',
    warmMs: median(theirs),
    p95Ms: quantile(theirs, 0.95),
    bestMs: quantile(theirs, 0),
    cpuMs: median(cpu.theirs),
  },
  ratioOfBest: Number((quantile(ours, 0) / quantile(theirs, 0)).toFixed(3)),
  ratioOfCpu: Number((median(cpu.ours) / median(cpu.theirs)).toFixed(3)),
  ratio: Number((median(ours) / median(theirs)).toFixed(3)),
  targets: { warmMs: 45, ratio: 0.5 },
}
process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : `${describe()}\n`)

function timed<T>(work: () => T): { readonly ms: number; readonly cpuMs: number; readonly result: T } {
  const start = performance.now()
  const cpu = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(cpu)
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000, result }
}

/** What each rule takes alone, without parsing: the analyses that rules share are counted with each. */
function eachRule(): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(rules).map(([id, rule]) => {
      const times = Array.from({ length: 9 }, () => {
        const script = parse(text, { file })
        script.scopes()
        return timed(() => runRules(script, { [id]: rule })).ms
      })
      return [id, median(times)]
    }),
  )
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(all: readonly number[], share: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2))
}

function describe(): string {
  const { lines, findings, warmMs, comparedWith, ratio } = document
  return [
    `${lines} lines, ${document.rules} rules, ${findings} findings`,
    `ours    ${warmMs} ms (95 %: ${document.p95Ms} ms), of which parsing ${document.parseMs} ms`,
    `ESLint  ${comparedWith.warmMs} ms (95 %: ${comparedWith.p95Ms} ms); ratio ${ratio}`,
    `best ${document.bestMs} and ${comparedWith.bestMs} ms (${document.ratioOfBest}), CPU ${document.cpuMs} and ${comparedWith.cpuMs} ms (${document.ratioOfCpu})`,
    ...Object.entries(document.byRuleMs).map(([id, ms]) => `  ${id} ${ms} ms`),
  ].join('\n')
}
