import { LensError } from '#common/errors.ts'
import { isLimited, type Objective } from './objective.ts'
import type { SweepPlan } from './plan.ts'

/**
 * What AWS Lambda Power Tuning tells of one size: means of the calls that it kept after trimming.
 * https://github.com/alexcasalboni/aws-lambda-power-tuning/blob/master/README-INPUT-OUTPUT.md
 */
export interface PowerTuningSize {
  readonly memoryMb: number
  readonly meanMs: number
  /** Of one call. */
  readonly usd: number
}

export interface PowerTuningResult {
  /** Ascending memory. */
  readonly sizes: readonly PowerTuningSize[]
  /** All that the run cost, of Lambda and of Step Functions, where it says. */
  readonly usd?: number
}

/** The state machine calls each size at least so often. */
export const fewestCalls = 5

/** The execution's input. Throws a `LensError` (`not-by-state-machine`) for what it cannot do. */
export function powerTuningInput({ functionArn, sizes, calling, objective, way }: SweepPlan, calls: number): object {
  const { payloads, hooks, starts, pauseMs, concurrency } = calling
  if (way.kind === 'clone' || starts !== 'warm' || hooks.before || hooks.after || isLimited(objective)) {
    throw new LensError(
      'not-by-state-machine',
      'The state machine tells means of warm calls of $LATEST alone: no copies, cold starts, percentiles, nor programs.',
      'Leave that away, or tune by --versions or --clone.',
    )
  }
  const [only, ...others] = payloads
  return {
    lambdaARN: functionArn,
    powerValues: sizes,
    num: calls,
    payload:
      others.length === 0
        ? JSON.parse(only?.text ?? '{}')
        : payloads.map(({ text, weight }) => ({ payload: JSON.parse(text), weight })),
    parallelInvocation: concurrency > 1,
    ...(pauseMs > 0 ? { sleepBetweenRunsMs: pauseMs } : {}),
    ...strategyOf(objective),
    includeOutputResults: true,
    autoOptimize: false,
  }
}

/** It decides by its own strategy only for its log: the objective is served from the figures of all sizes. */
function strategyOf(objective: Objective): object {
  if (objective.kind === 'fastest') return { strategy: 'speed' }
  if (objective.kind === 'balanced') return { strategy: 'balanced', balancedWeight: objective.costWeight }
  return { strategy: 'cost' }
}

/**
 * Reads a result: the output of an execution, with or without the `results` around it, or the link of its picture.
 * Throws a `LensError` (`bad-power-tuning`) on anything else.
 */
export function readPowerTuning(text: string): PowerTuningResult {
  const link = /^\s*https?:\/\/[^\s#]+#(\S+)\s*$/.exec(text)?.[1]
  if (link !== undefined) return { sizes: checked(sizesOfLink(link)) }
  const output = jsonOf(text)
  const results = isObject(output) && isObject(output['results']) ? output['results'] : output
  if (!isObject(results)) throw unreadable('it is no result of an execution')
  const machine = isObject(results['stateMachine']) ? results['stateMachine'] : {}
  const { stats } = results
  const { visualization, executionCost, lambdaCost } = machine
  const usd =
    typeof executionCost === 'number' && typeof lambdaCost === 'number' ? executionCost + lambdaCost : undefined
  const sizes = Array.isArray(stats)
    ? stats.map(sizeOfStat)
    : typeof visualization === 'string'
      ? sizesOfLink(visualization.split('#')[1] ?? '')
      : undefined
  if (!sizes) throw unreadable('it has neither "stats" nor a link in it')
  return { sizes: checked(sizes), ...(usd === undefined ? {} : { usd }) }
}

/** A link that shows the sizes on the tool's own page; all data is behind the `#`, which no server is sent. */
export function powerTuningLink(sizes: readonly PowerTuningSize[]): string {
  const base64 = (bytes: ArrayBufferLike) => Buffer.from(bytes).toString('base64')
  const memory = Int16Array.from(sizes, ({ memoryMb }) => memoryMb)
  const durations = Float32Array.from(sizes, ({ meanMs }) => meanMs)
  const costs = Float32Array.from(sizes, ({ usd }) => usd)
  return `https://lambda-power-tuning.show/#${[memory, durations, costs].map(({ buffer }) => base64(buffer)).join(';')}`
}

/** Three lists in base64, each in little-endian order: memory (16-bit integers), durations and costs (32-bit floats). */
function sizesOfLink(hash: string): PowerTuningSize[] {
  const [memory, durations, costs] = hash.split(';').map(part => Buffer.from(decodeURIComponent(part), 'base64'))
  if (!memory || !durations || !costs) throw unreadable('its link is cut')
  const count = memory.length / 2
  if (count === 0 || durations.length !== count * 4 || costs.length !== count * 4) throw unreadable('its link is cut')
  return Array.from({ length: count }, (_, index) => ({
    memoryMb: memory.readInt16LE(index * 2),
    meanMs: durations.readFloatLE(index * 4),
    usd: costs.readFloatLE(index * 4),
  }))
}

function sizeOfStat(stat: unknown): PowerTuningSize {
  const figures = isObject(stat) ? stat : {}
  const { value, averageDuration, averagePrice } = figures
  return { memoryMb: Number(value), meanMs: Number(averageDuration), usd: Number(averagePrice) }
}

function checked(sizes: readonly PowerTuningSize[]): readonly PowerTuningSize[] {
  const isFigure = (value: number) => Number.isFinite(value) && value > 0
  const isGood = ({ memoryMb, meanMs, usd }: PowerTuningSize) =>
    Number.isInteger(memoryMb) && memoryMb > 0 && isFigure(meanMs) && isFigure(usd)
  if (sizes.length === 0 || !sizes.every(isGood)) throw unreadable('a size has no duration or no cost')
  return sizes.toSorted((a, b) => a.memoryMb - b.memoryMb)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable('it is neither JSON nor a link', error)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function unreadable(why: string, cause?: unknown): LensError {
  return new LensError(
    'bad-power-tuning',
    `This is no result of AWS Lambda Power Tuning: ${why}.`,
    'Give the output of an execution (with "includeOutputResults"), or the link of its picture.',
    cause,
  )
}
