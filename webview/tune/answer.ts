import { formatMemory, formatMs, formatPercent, formatUsd } from '#common/format.ts'
import type { TuneRecommendation, TuneState } from '#protocol/tune.ts'
import { changeWords } from './changes.ts'
import { currentSize } from './roles.ts'

/** The result of a sweep in words. */
export interface Answer {
  readonly headline: string
  readonly why: string
  /** `certain: 97 %`; absent without a recommendation. */
  readonly certainty?: string
}

export function answerOf(state: TuneState): Answer {
  const { recommendation } = state
  if (recommendation === undefined) return noAnswer(state)
  return {
    headline: headline(state, recommendation),
    why: why(state, recommendation),
    ...(recommendation.certainty === undefined ? {} : { certainty: certaintyWords(recommendation.certainty) }),
  }
}

function headline({ target }: TuneState, recommendation: TuneRecommendation): string {
  const { memoryMb, durationChange, costChange } = recommendation
  if (memoryMb === target.currentMemoryMb) return `Keep ${formatMemory(memoryMb)}: no measured size is better`
  const sizes = `${formatMemory(memoryMb)} instead of ${formatMemory(target.currentMemoryMb)}`
  if (durationChange === undefined) return sizes
  return `${sizes}: ${changeWords({ duration: durationChange, cost: costChange })}`
}

function why(state: TuneState, recommendation: TuneRecommendation): string {
  const current = currentSize(state)?.figures
  const { memoryMb, cheapestMb, fastestMb, objective } = recommendation
  const chosen = state.sizes.find(size => size.memoryMb === memoryMb)?.figures
  const sentences: string[] = []
  if (chosen !== undefined) {
    const before = memoryMb === state.target.currentMemoryMb ? undefined : current
    const ms = transition(before?.p50Ms, chosen.p50Ms, formatMs)
    sentences.push(`p50 ${ms}, ${costWords(before?.usdPerMillion, chosen.usdPerMillion)}.`)
  }
  if (current === undefined) {
    sentences.push(`${formatMemory(state.target.currentMemoryMb)}, as it is now, was not measured: no comparison.`)
  }
  sentences.push(`Objective: ${objective}.`)
  const ends = [
    ...(cheapestMb === memoryMb ? [] : [`cheapest is ${formatMemory(cheapestMb)}`]),
    ...(fastestMb === memoryMb ? [] : [`fastest is ${formatMemory(fastestMb)}`]),
  ]
  if (ends.length > 0) sentences.push(`${capital(ends.join(', '))}.`)
  return sentences.join(' ')
}

function costWords(before: number | undefined, after: number | undefined): string {
  return after === undefined ? 'at an unknown price' : `${transition(before, after, formatUsd)} per million calls`
}

function transition(before: number | undefined, after: number, format: (value: number) => string): string {
  return before === undefined ? format(after) : `${format(before)} → ${format(after)}`
}

function noAnswer(state: TuneState): Answer {
  const measured = state.sizes.filter(size => size.figures !== undefined).length
  if (measured > 0) {
    return { headline: 'No size can be recommended', why: 'What was measured stands below.' }
  }
  return { headline: 'No size could be measured', why: 'Every size failed; the reasons stand in the table.' }
}

/** Share of bootstrap worlds, 0 … 1, in words. */
function certaintyWords(certainty: number): string {
  const word = certainty >= 0.95 ? 'certain' : certainty >= 0.8 ? 'likely' : 'uncertain'
  return `${word}: ${formatPercent(Math.floor(certainty * 100) / 100)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
