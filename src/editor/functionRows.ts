import { formatAge, formatMs, formatUsd } from '#common/format.ts'
import type { LogVolume } from '#telemetry/logVolumes.ts'
import { type Figures, figuresOf } from './figures.ts'
import { lensTitle, type LensTitleSource } from './lensText.ts'
import type { LensState } from './lensState.ts'

/** A function of the workspace, and what is known of it. */
export interface FunctionRow {
  readonly name: string
  /** `src/orders.js#handler`. */
  readonly place: string
  readonly state: LensState
  readonly log?: LogVolume
}

/** What functions can be put in order by; the largest first, but for the name. */
export const orders = {
  usdPerDay: { label: 'USD a day', value: ({ usdPerDay }: Figures) => usdPerDay },
  p99: { label: 'p99', value: ({ statistics }: Figures) => statistics.p99Ms },
  p50: { label: 'p50', value: ({ statistics }: Figures) => statistics.p50Ms },
  max: { label: 'longest call', value: ({ statistics }: Figures) => statistics.maxMs },
  init: { label: 'init', value: ({ statistics }: Figures) => statistics.initP50Ms },
  cold: { label: 'cold share', value: ({ statistics }: Figures) => statistics.coldShare },
  calls: { label: 'calls', value: ({ statistics }: Figures) => statistics.count },
  errors: { label: 'failed calls', value: ({ statistics: { errors, timeouts } }: Figures) => errors + timeouts },
  usdPerMillion: { label: 'USD per million', value: ({ statistics }: Figures) => statistics.usdPerMillion },
  logUsdPerDay: { label: 'USD a day for the log', value: ({ logUsdPerDay }: Figures) => logUsdPerDay },
  memory: { label: 'peak memory', value: ({ statistics }: Figures) => statistics.peakMemoryMb },
  name: { label: 'name', value: () => undefined },
} as const

export type OrderName = keyof typeof orders

export function isOrderName(name: unknown): name is OrderName {
  return typeof name === 'string' && Object.hasOwn(orders, name)
}

/** What is unknown comes last, by name. */
export function inOrder<Row extends FunctionRow>(rows: readonly Row[], order: OrderName): Row[] {
  const keyed = rows.map(row => {
    const found = figuresOf(row.state, row.log)
    return { row, value: found === undefined ? undefined : orders[order].value(found) }
  })
  return keyed
    .toSorted(
      (a, b) =>
        (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) ||
        a.row.name.localeCompare(b.row.name),
    )
    .map(({ row }) => row)
}

/** `p99 812 ms · init 431 ms · $3.20 a day + $0.41 log`; without figures, the words of the lens. */
export function rowDescription({ state, log }: FunctionRow, source: LensTitleSource): string {
  const found = figuresOf(state, log)
  if (!found) return reasonOf(state, source)
  const { p99Ms, initP50Ms } = found.statistics
  const parts = [
    `p99 ${formatMs(p99Ms)}`,
    ...(initP50Ms === undefined ? [] : [`init ${formatMs(initP50Ms)}`]),
    ...costOf(found, state),
    ...(state.kind === 'deployed' && state.problem ? [`${formatAge(source.now - state.reading.readAt)} old`] : []),
  ]
  return parts.join(' · ')
}

/** Why there are no figures. */
export function reasonOf(state: LensState, source: LensTitleSource): string {
  return state.kind === 'notRead' ? state.reason : lensTitle(state, source)
}

/** Calls in the lab cost nothing. */
function costOf({ usdPerDay, logUsdPerDay }: Figures, state: LensState): string[] {
  if (state.kind === 'known') return ['in the lab']
  const compute = usdPerDay === undefined ? 'cost unknown' : `${formatUsd(usdPerDay)} a day`
  return [logUsdPerDay === undefined ? compute : `${compute} + ${formatUsd(logUsdPerDay)} log`]
}
