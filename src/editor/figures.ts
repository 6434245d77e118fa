import { formatMemory, formatMs, formatPercent, formatQuantity, formatUsd } from '#common/format.ts'
import { perDay, usdPerDay } from '#telemetry/dailyCost.ts'
import type { LogVolume } from '#telemetry/logVolumes.ts'
import type { Statistics } from '#telemetry/statistics.ts'
import type { LensState } from './lensState.ts'

/** What is known of a function's calls, whoever made them. */
export interface Figures {
  readonly statistics: Statistics
  /** At the pace of the window; absent where the calls or the price are not known. */
  readonly usdPerDay?: number
  /** What writing the log costs; absent where it is not known. */
  readonly logUsdPerDay?: number
}

/** Undefined for a state without figures. */
export function figuresOf(state: LensState, log?: LogVolume): Figures | undefined {
  if (state.kind === 'known') return { statistics: state.statistics }
  if (state.kind !== 'deployed' || !state.reading.statistics) return undefined
  const { reading } = state
  const usd = usdPerDay(reading)
  const logUsd = log?.usd === undefined ? undefined : perDay(log.usd, reading.window)
  return {
    statistics: state.reading.statistics,
    ...(usd === undefined ? {} : { usdPerDay: usd }),
    ...(logUsd === undefined ? {} : { logUsdPerDay: logUsd }),
  }
}

interface Figure {
  /** Over a column, and in a list to choose from. */
  readonly label: string
  /** In the row of a lens; undefined where there is nothing to say. */
  words(figures: Figures): string | undefined
}

const ms = (label: string, word: string, value: (statistics: Statistics) => number | undefined): Figure => ({
  label,
  words: ({ statistics }) => {
    const found = value(statistics)
    return found === undefined ? undefined : `${word} ${formatMs(found)}`
  },
})

/** What a lens can show, by the names that the setting has. */
export const figures = {
  p50: ms('p50', 'p50', ({ p50Ms }) => p50Ms),
  p90: ms('p90', 'p90', ({ p90Ms }) => p90Ms),
  p95: ms('p95', 'p95', ({ p95Ms }) => p95Ms),
  p99: ms('p99', 'p99', ({ p99Ms }) => p99Ms),
  max: ms('longest', 'longest', ({ maxMs }) => maxMs),
  init: { label: 'init and cold share', words: ({ statistics }) => initWords(statistics) },
  initP99: ms('init p99', 'init p99', ({ initP99Ms }) => initP99Ms),
  cold: { label: 'cold share', words: ({ statistics: { coldShare } }) => `${formatPercent(coldShare)} cold` },
  cost: { label: 'USD per million', words: ({ statistics }) => costWords(statistics) },
  perDay: {
    label: 'USD a day',
    words: found => (found.usdPerDay === undefined ? undefined : `${formatUsd(found.usdPerDay)} a day`),
  },
  calls: { label: 'calls', words: ({ statistics: { count } }) => formatQuantity(count, 'call') },
  errors: {
    label: 'failed calls',
    words: ({ statistics: { errors, timeouts } }) => `${formatQuantity(errors + timeouts, 'call')} failed`,
  },
  memory: {
    label: 'peak memory',
    words: ({ statistics: { peakMemoryMb } }) => `peak ${formatMemory(peakMemoryMb)}`,
  },
} as const satisfies Readonly<Record<string, Figure>>

export type FigureName = keyof typeof figures

export const defaultFigures: readonly FigureName[] = ['p99', 'init', 'cost']

export function isFigureName(name: unknown): name is FigureName {
  return typeof name === 'string' && Object.hasOwn(figures, name)
}

/** `p99 812 ms · init 431 ms, 3.2 % cold · $1.94 per 1M`. `after` is put after the figure that it is about. */
export function figureWords(
  found: Figures,
  names: readonly FigureName[],
  after: Partial<Record<FigureName, string>> = {},
): string {
  return names
    .flatMap(name => {
      const words = figures[name].words(found)
      return words === undefined ? [] : [after[name] === undefined ? words : `${words} ${after[name]}`]
    })
    .join(' · ')
}

function initWords({ initP50Ms, restoreP50Ms, coldShare }: Statistics): string | undefined {
  const cold = `${formatPercent(coldShare)} cold`
  if (initP50Ms !== undefined) return `init ${formatMs(initP50Ms)}, ${cold}`
  return restoreP50Ms === undefined ? undefined : `restore ${formatMs(restoreP50Ms)}, ${cold}`
}

function costWords({ usdPerMillion }: Statistics): string {
  return usdPerMillion === undefined ? 'cost unknown' : `${formatUsd(usdPerMillion)} per 1M`
}
