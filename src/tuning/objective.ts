import { LensError } from '#common/errors.ts'
import { formatMs, formatPercent } from '#common/format.ts'

export type Objective =
  /** The fastest size that costs at most `tolerance` (0.05 is 5 %) more than the cheapest. */
  | { readonly kind: 'within'; readonly tolerance: number }
  | { readonly kind: 'cheapest' }
  | { readonly kind: 'fastest' }
  /** `costWeight` 1 looks at cost alone, 0 at duration alone. */
  | { readonly kind: 'balanced'; readonly costWeight: number }
  /** The cheapest size whose p95 or p99 stays under the limit. */
  | { readonly kind: 'under-p95' | 'under-p99'; readonly limitMs: number }

export const defaultObjective: Objective = { kind: 'within', tolerance: 0.05 }

type LimitedObjective = Extract<Objective, { readonly limitMs: number }>

export function isLimited(objective: Objective): objective is LimitedObjective {
  return 'limitMs' in objective
}

/** Which percentile is limited, 0 … 1. */
export function percentileOf({ kind }: LimitedObjective): number {
  return kind === 'under-p95' ? 0.95 : 0.99
}

/**
 * Reads the command line's form: `within:5`, `cheapest`, `fastest`, `balanced:0.5`, `under-p99:800`, `under-p95:800`.
 * Throws a `LensError` (`bad-objective`) on anything else.
 */
export function parseObjective(text: string): Objective {
  const [kind = '', argument] = text.split(':', 2)
  const value = argument === undefined || argument.trim() === '' ? Number.NaN : Number(argument)
  if (argument === undefined && (kind === 'cheapest' || kind === 'fastest')) return { kind }
  if (argument === undefined && kind === 'within') return defaultObjective
  if (argument === undefined && kind === 'balanced') return { kind, costWeight: 0.5 }
  if (kind === 'within' && value >= 0 && value <= 1000) return { kind, tolerance: value / 100 }
  if (kind === 'balanced' && value >= 0 && value <= 1) return { kind, costWeight: value }
  if ((kind === 'under-p95' || kind === 'under-p99') && value > 0 && Number.isFinite(value))
    return { kind, limitMs: value }
  throw new LensError(
    'bad-objective',
    `"${text}" is no objective.`,
    'Use within:5, cheapest, fastest, balanced:0.5, under-p95:800 or under-p99:800.',
  )
}

/** The inverse of `parseObjective`. */
export function objectiveText(objective: Objective): string {
  switch (objective.kind) {
    case 'within':
      return `within:${Number((objective.tolerance * 100).toFixed(6))}`
    case 'balanced':
      return `balanced:${objective.costWeight}`
    case 'under-p95':
    case 'under-p99':
      return `${objective.kind}:${objective.limitMs}`
    case 'cheapest':
    case 'fastest':
      return objective.kind
  }
}

/** For people: `the fastest size within 5 % of the cheapest`. */
export function describeObjective(objective: Objective): string {
  switch (objective.kind) {
    case 'within':
      return `the fastest size within ${formatPercent(objective.tolerance)} of the cheapest`
    case 'cheapest':
      return 'the cheapest size'
    case 'fastest':
      return 'the fastest size'
    case 'balanced':
      return `cost and duration balanced, cost weighing ${formatPercent(objective.costWeight)}`
    case 'under-p95':
    case 'under-p99':
      return `the cheapest size with ${objective.kind.slice('under-'.length)} under ${formatMs(objective.limitMs)}`
  }
}
