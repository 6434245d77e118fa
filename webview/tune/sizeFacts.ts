import { formatCount, formatMemory, formatMs, formatUsd } from '#common/format.ts'
import type { TuneFigures, TuneSize, TuneState } from '#protocol/tune.ts'
import { changesAgainst, changeWords } from './changes.ts'
import { currentSize, roleText } from './roles.ts'

export interface Fact {
  readonly name: string
  readonly value: string
}

/** `1,024 MB, recommended`. */
export function sizeTitle(state: TuneState, memoryMb: number): string {
  const roles = roleText(state, memoryMb)
  return roles === '' ? formatMemory(memoryMb) : `${formatMemory(memoryMb)}, ${roles}`
}

/** All figures of a size, or why there are none. */
export function sizeFacts(state: TuneState, size: TuneSize): Fact[] {
  const { figures } = size
  if (figures === undefined) return [{ name: statusWords(state, size), value: size.reason ?? '' }]
  const facts = [
    { name: 'Duration p50', value: formatMs(figures.p50Ms) },
    { name: 'p5 – p95', value: `${formatMs(figures.p5Ms)} – ${formatMs(figures.p95Ms)}` },
    { name: 'p99', value: formatMs(figures.p99Ms) },
    { name: 'Billed, mean', value: formatMs(figures.billedMeanMs) },
    ...costFacts(figures),
    ...coldFacts(figures),
    { name: 'Peak memory', value: formatMemory(figures.peakMemoryMb) },
    { name: 'Warm calls', value: formatCount(figures.n) },
  ]
  if (figures.errors > 0) facts.push({ name: 'Errors', value: formatCount(figures.errors) })
  const { currentMemoryMb } = state.target
  const changes = changesAgainst(currentSize(state)?.figures, figures)
  if (changes !== undefined && size.memoryMb !== currentMemoryMb) {
    facts.push({ name: `Against ${formatMemory(currentMemoryMb)}`, value: changeWords(changes) })
  }
  return facts
}

function costFacts({ usdPerMillion, usdLow, usdHigh }: TuneFigures): Fact[] {
  if (usdPerMillion === undefined) return [{ name: 'USD per million', value: 'price unknown' }]
  const interval = usdLow === undefined || usdHigh === undefined ? [] : [formatUsd(usdLow), formatUsd(usdHigh)]
  return [
    { name: 'USD per million', value: formatUsd(usdPerMillion) },
    ...(interval.length === 0 ? [] : [{ name: '95 % interval', value: interval.join(' – ') }]),
  ]
}

function coldFacts({ coldP50Ms, initP50Ms }: TuneFigures): Fact[] {
  return [
    ...(coldP50Ms === undefined ? [] : [{ name: 'Cold p50', value: formatMs(coldP50Ms) }]),
    ...(initP50Ms === undefined ? [] : [{ name: 'Init p50', value: formatMs(initP50Ms) }]),
  ]
}

/** Everything about a size in one line, for those who do not see the chart. */
export function describeSize(state: TuneState, size: TuneSize): string {
  const facts = sizeFacts(state, size).map(({ name, value }) => (value === '' ? name : `${name} ${value}`))
  return `${sizeTitle(state, size.memoryMb)}: ${facts.join('; ')}`
}

export function statusWords({ phase }: TuneState, { status, figures }: TuneSize): string {
  const over = phase === 'done' || phase === 'cancelled' || phase === 'failed'
  if (over && (status === 'waiting' || status === 'measuring')) return 'Not measured'
  if (status === 'ok' && figures === undefined) return 'No figures'
  return { waiting: 'Waiting', measuring: 'Measuring', ok: 'Measured', failed: 'Failed', skipped: 'Skipped' }[status]
}
