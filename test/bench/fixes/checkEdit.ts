import { fixAll } from '#rules/fixAll.ts'
import { rules } from '#rules/rules.ts'
import type { RuleFinding } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import { answersOf } from '../../support/rules/stubbedHandler.ts'
import type { RuleCase } from '../../unit/rules/ruleCases.ts'

/** A mutated handler with what it answers; `answers` is absent where it cannot be bundled or called. */
export interface Mutant extends RuleCase {
  readonly file: string
  readonly mutations: readonly string[]
  readonly answers?: readonly string[]
}

export interface AppliedEdit {
  readonly kind: 'fix' | 'suggestion' | 'all'
  readonly rule: string
  readonly after: string
  readonly edits: readonly TextEdit[]
}

const events = [
  { id: 1, key: 'a', region: 'eu-west-1', detail: 'x', Records: [{ body: 'one' }, { body: 'two' }] },
  { id: 2, key: 'b', region: 'us-east-1', path: '/y', Records: [] },
  { id: 1, key: 'a', region: 'eu-west-1', detail: 'x', Records: [{ body: 'one' }] },
  {},
]

/** Rules whose fixes and suggestions leave all answers as they are; the others mean to change something. */
const keepsAnswers = new Set(['hoist-sdk-client', 'cache-static-lookups', 'lazy-import-heavy-module'])

export function editsOf({ code, file, settings }: Mutant, findings: readonly RuleFinding[]): readonly AppliedEdit[] {
  const made = findings.flatMap(({ rule, fix, suggestions }): readonly AppliedEdit[] => [
    ...(fix ? [{ kind: 'fix' as const, rule, edits: fix, after: applyEdits(code, fix) }] : []),
    ...suggestions.map(({ edits }) => ({ kind: 'suggestion' as const, rule, edits, after: applyEdits(code, edits) })),
  ])
  const all = fixAll(code, file, rules, settings && { settings })
  const whole = { kind: 'all' as const, rule: rulesOf(findings), edits: [], after: all.text }
  return all.passes > 0 ? [...made, whole] : made
}

function rulesOf(findings: readonly RuleFinding[]): string {
  return [...new Set(findings.flatMap(({ rule, fix }) => (fix ? [rule] : [])))].join(', ')
}

/** What is wrong with an edit; undefined where it is right. */
export async function faultOf(mutant: Mutant, edit: AppliedEdit): Promise<string | undefined> {
  const { file, settings, answers } = mutant
  const { after, kind, rule } = edit
  if (!parse(after, { file }).complete) return 'does not parse'
  const settled = fixAll(after, file, rules, settings && { settings })
  if (settled.passes > 3) return `needs ${settled.passes} passes`
  if (kind === 'all' && settled.passes > 0) return 'changes again what is fixed'
  if (fixAll(settled.text, file, rules, settings && { settings }).passes > 0) return 'never settles'
  if (!answers) return
  const own = await answersIn(after, file)
  if (typeof own === 'string') return own
  const isSame = rule.split(', ').every(one => keepsAnswers.has(one))
  if (!isSame || JSON.stringify(own) === JSON.stringify(answers)) return
  return `answers ${own.find((answer, index) => answer !== answers[index])}`
}

export function isCompared({ answers }: Mutant, { rule }: AppliedEdit): boolean {
  return answers !== undefined && rule.split(', ').every(one => keepsAnswers.has(one))
}

/** The answers of a text in an environment of its own, or why there are none. */
export async function answersIn(code: string, file: string): Promise<readonly string[] | string> {
  const environment = { ...process.env }
  let timer: NodeJS.Timeout | undefined
  try {
    const tooLong = new Promise<string>(resolve => {
      timer = setTimeout(() => resolve('never answers'), 3000)
    })
    return await Promise.race([answersOf(code, file, events), tooLong])
  } catch (error) {
    return `cannot be bundled: ${String(error).slice(0, 300)}`
  } finally {
    clearTimeout(timer)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
  }
}
