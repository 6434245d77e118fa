import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits, overlaps, type TextEdit } from '#syntax/textEdit.ts'
import { type RuleRun, type RuleSet, type RunOptions, runRules } from './runRules.ts'

export interface FixedText {
  readonly text: string
  /** What is left to find in it. */
  readonly run: RuleRun
  /** How often the text was changed. */
  readonly passes: number
}

/** Fixes settle within three passes; a rule whose fix brings its own finding back ends here. */
const maximalPasses = 10

/** Applies fixes, no suggestions, until none is left. A text with syntax errors stays as it is. */
export function fixAll(text: string, file: string, rules: RuleSet, options?: RunOptions): FixedText {
  let fixed: FixedText = { text, run: runRules(parse(text, { file }), rules, options), passes: 0 }
  while (fixed.passes < maximalPasses) {
    const edits = compatibleFixes(fixed.run, rules)
    if (edits.length === 0) break
    const next = applyEdits(fixed.text, edits)
    const run = runRules(parse(next, { file }), rules, options)
    // A fix that breaks the syntax is a bug; the file must not suffer from it.
    if (!run.complete) break
    fixed = { text: next, run, passes: fixed.passes + 1 }
  }
  return fixed
}

/** The edits of as many fixes as do not get in each other's way, the upper ones first. */
export function compatibleFixes({ findings, complete }: RuleRun, rules: RuleSet): readonly TextEdit[] {
  if (!complete) return []
  const chosen: { readonly rule: string; readonly edits: readonly TextEdit[] }[] = []
  for (const { rule, fix } of findings) {
    if (!fix) continue
    const isFree = chosen.every(other =>
      other.rule === rule && rules[rule]?.meta.docs.fixesCombine
        ? !fix.some(edit => other.edits.some(one => overlaps(edit, one)))
        : !touch(hull(fix), hull(other.edits)),
    )
    if (isFree) chosen.push({ rule, edits: fix })
  }
  return chosen.flatMap(({ edits }) => edits)
}

function hull(edits: readonly TextEdit[]): { readonly start: number; readonly end: number } {
  return { start: Math.min(...edits.map(({ start }) => start)), end: Math.max(...edits.map(({ end }) => end)) }
}

function touch(a: ReturnType<typeof hull>, b: ReturnType<typeof hull>): boolean {
  return a.start <= b.end && b.start <= a.end
}
