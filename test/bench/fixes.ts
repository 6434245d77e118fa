import { Console } from 'node:console'
import { parseArgs } from 'node:util'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import { answersIn, type AppliedEdit, editsOf, faultOf, isCompared, type Mutant } from './fixes/checkEdit.ts'
import { mutated, mutationNames } from './fixes/mutations.ts'
import { Random } from './fixes/random.ts'
import { seeds } from './fixes/seeds.ts'

/**
 * Mutates handlers, applies every fix and suggestion, and all fixes together, and checks each: it parses, settles, can be
 * bundled, and answers as before. Beside it, edits of which a part is left out: how many of those are noticed.
 * `npm run --silent bench:fixes -- [--json] [--mutants 1500] [--seed 1] [--show 20]`
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    mutants: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
  },
})
// What handlers log is no part of the document.
globalThis.console = new Console(process.stderr, process.stderr)
for (const name of ['log', 'info', 'debug', 'warn', 'error'] as const) globalThis.console[name] = () => undefined

const random = new Random(Number(values.seed))
const started = performance.now()
const count = { mutants: 0, fixes: 0, suggestions: 0, fixAlls: 0, runnable: 0, compared: 0 }
const byRule: Record<string, number> = {}
const control = { broken: 0, noticed: 0 }
const faults: {
  readonly seed: string
  readonly rule: string
  readonly kind: string
  readonly fault: string
  readonly mutations: readonly string[]
  readonly code?: string
}[] = []

while (count.mutants < Number(values.mutants)) {
  const mutant = await nextMutant()
  if (!mutant) continue
  count.mutants++
  if (count.mutants % 250 === 0) process.stderr.write(`${count.mutants} mutants, ${faults.length} faults\n`)
  const { code, file, settings } = mutant
  const run = runRules(parse(code, { file }), rules, settings && { settings })
  for (const { rule, error } of run.failures)
    note(mutant, { kind: 'fix', rule, after: '', edits: [] }, `throws ${String(error)}`)
  const edits = editsOf(mutant, run.findings)
  if (edits.length === 0) continue
  const answers = await answersIn(code, file)
  const called: Mutant = typeof answers === 'string' || answers.every(isFailure) ? mutant : { ...mutant, answers }
  if (called.answers) count.runnable++
  for (const edit of edits) await check(called, edit)
}

async function check(mutant: Mutant, edit: AppliedEdit): Promise<void> {
  const { kind, rule, edits } = edit
  count[kind === 'fix' ? 'fixes' : kind === 'suggestion' ? 'suggestions' : 'fixAlls']++
  byRule[rule] = (byRule[rule] ?? 0) + 1
  if (isCompared(mutant, edit)) count.compared++
  const fault = await faultOf(mutant, edit)
  if (fault !== undefined) note(mutant, edit, fault)
  if (edits.length > 1 && isCompared(mutant, edit) && random.next() < 0.1) {
    control.broken++
    const after = applyEdits(mutant.code, edits.slice(1))
    if ((await faultOf(mutant, { ...edit, after })) !== undefined) control.noticed++
  }
}

function note({ name, mutations, code }: Mutant, { rule, kind, after }: AppliedEdit, fault: string): void {
  const text = faults.length < Number(values.show) ? { code: `${code}\n────\n${after}` } : {}
  faults.push({ seed: name, rule, kind, fault, mutations, ...text })
}

async function nextMutant(): Promise<Mutant | undefined> {
  const seed = random.pick(seeds)
  if (!seed) return
  const { file = 'handler.mjs' } = seed
  let { code } = seed
  const applied: string[] = []
  const wanted = Math.floor(random.next() * 4)
  for (let tries = 0; tries < 8 && applied.length < wanted; tries++) {
    const name = random.pick(mutationNames) ?? ''
    const made = mutated(code, file, name, random)
    if (made === undefined) continue
    code = made
    applied.push(name)
  }
  return { ...seed, file, code, mutations: applied }
}

function isFailure(answer: string): boolean {
  return answer.startsWith('failed')
}

const applied = count.fixes + count.suggestions + count.fixAlls
const document = {
  seed: Number(values.seed),
  seeds: seeds.length,
  ...count,
  applied,
  byRule,
  faults: faults.length,
  share: { faulty: faults.length / Math.max(applied, 1) },
  comparedWith: { what: 'edits of which the first part is left out', ...control },
  ratio: { noticed: control.noticed / Math.max(control.broken, 1) },
  elapsedMs: Math.round(performance.now() - started),
  targets: { faults: 0 },
  shown: faults.slice(0, Number(values.show)),
}
process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : `${describe()}\n`)
process.exitCode = faults.length > 0 ? 1 : 0
// Handlers may have left timers and connections behind.
process.exit()

function describe(): string {
  return [
    `${count.mutants} handlers, ${applied} edits (${count.fixes} fixes, ${count.suggestions} suggestions, ${count.fixAlls} times all fixes)`,
    `${count.compared} compared by their answers; ${faults.length} faults`,
    `of ${control.broken} edits without their first part, ${control.noticed} are noticed`,
    ...faults
      .slice(0, Number(values.show))
      .map(
        ({ seed, rule, fault, mutations, code }) =>
          `\n## ${rule}: ${fault} (${seed}; ${mutations.join(', ')})\n${code}`,
      ),
  ].join('\n')
}
