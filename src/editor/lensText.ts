import type { LensError } from '#common/errors.ts'
import { formatAge, formatCount, formatPercent } from '#common/format.ts'
import type { NoteCode } from '#telemetry/functionStatistics.ts'
import type { SinceDeployment } from '#telemetry/deploymentChanges.ts'
import { defaultFigures, type FigureName, figuresOf, figureWords } from './figures.ts'
import type { DeployedState, LensState } from './lensState.ts'
import { problemWords } from './problemWords.ts'

/** What a lens's title needs besides the state. */
export interface LensTitleSource {
  readonly windowHours: number
  /** Epoch milliseconds. */
  readonly now: number
  /** Which figures, in which order. */
  readonly figures?: readonly FigureName[]
}

/** The words over a handler: `p99 812 ms · init 431 ms, 3.2 % cold · $1.94 per 1M`. */
export function lensTitle(state: LensState, source: LensTitleSource): string {
  switch (state.kind) {
    case 'reading':
      return 'Reading logs…'
    case 'notInLab':
    case 'notLinked':
      return 'Not linked to a deployed function: link…'
    case 'notRead':
      return noFigures['kind-not-read'] ?? ''
    case 'notRunning':
      return 'Run in the lab'
    case 'noCalls':
      return 'No calls in the lab yet'
    case 'failed':
      return 'The lab did not answer'
    case 'known':
      return titleFigures(state, source)
    case 'unanswered':
      return problemWords(state.problem)
    case 'deployed':
      return deployedTitle(state, source)
  }
}

const noFigures: Partial<Record<NoteCode, string>> = {
  'log-expired': 'Its log does not reach back that far',
  'log-delivered': 'Its log cannot be asked',
  'reports-filtered': 'Its log level leaves out reports',
  'kind-not-read': 'Its kind of function leaves no reports',
  'over-budget': 'The daily budget for reading logs is used up',
}

function deployedTitle(state: DeployedState, source: LensTitleSource): string {
  const { reading, problem } = state
  const { statistics, notes, readAt, sampled } = reading
  if (problem && !statistics) return problemWords(problem)
  if (!statistics) {
    const reason = notes.map(({ code }) => noFigures[code]).find(words => words !== undefined)
    return reason ?? `No calls in the last ${shortWindow(source.windowHours)}`
  }
  const stale = staleReason(problem, notes)
  if (stale !== undefined) {
    const [first = 'p99'] = source.figures ?? defaultFigures
    return `${titleFigures(state, { ...source, figures: [first] })} (${formatAge(source.now - readAt)} old: ${stale})`
  }
  const found = titleFigures(state, source)
  return sampled ? `${found} · sample of ${formatCount(statistics.count)}` : found
}

/** Why the figures are not of now. */
function staleReason(problem: LensError | undefined, notes: readonly { readonly code: NoteCode }[]) {
  if (problem) return problemWords(problem)
  return notes.some(({ code }) => code === 'over-budget') ? 'the daily budget is used up' : undefined
}

function titleFigures(state: LensState, { figures = defaultFigures, now }: LensTitleSource): string {
  const found = figuresOf(state)
  const change = state.kind === 'deployed' && state.since ? changeWords(state.since, now) : undefined
  return found ? figureWords(found, figures, change === undefined ? {} : { p99: change }) : ''
}

/** `▲ 21 % since deploy 3 h ago`; undefined where the difference may as well be noise. */
export function changeWords({ p99Change, deployedAt, isCertain }: SinceDeployment, now: number): string | undefined {
  if (p99Change === undefined) return undefined
  const sign = p99Change > 0 ? '▲' : '▼'
  const since = isCertain ? 'since deploy' : 'since its last change'
  return `${sign} ${formatPercent(Math.abs(p99Change))} ${since} ${formatAge(now - deployedAt)} ago`
}

/** `24 h`, `7 d`. */
export function shortWindow(hours: number): string {
  return hours <= 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}
