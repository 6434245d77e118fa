import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { correlatedCalls, independentCalls, type NoiseModel } from './planner/draws.ts'
import { exhaustive } from './planner/exhaustive.ts'
import { type PairedDifference, pairedDifference, type StrategyFigures, strategyFigures } from './planner/figures.ts'
import { ours } from './planner/ours.ts'
import { parametric } from './planner/parametric.ts'
import { type Play, play } from './planner/play.ts'
import { type BenchObjective, benchObjectives } from './planner/regret.ts'
import type { Strategy } from './planner/strategy.ts'
import { readCurves, type TrueCurve } from './planner/truth.ts'

/**
 * How well and how cheaply the planner finds the best size of curves whose truth is known, beside exhaustive sweeps and
 * a parametric one: `node test/bench/planner.ts [--curves FILE.csv] [--seed N] [--json]`; `--seeds` plays fewer or more
 * than 40 seeds.
 */
const { values } = parseArgs({
  options: {
    curves: { type: 'string', default: join(import.meta.dirname, 'planner/curves/lambda-2025-11.csv') },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
})
const curves = readCurves(readFileSync(values.curves, 'utf8'))
const firstSeed = Number(values.seed)
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => firstSeed + index)

const strategies: Readonly<Record<string, Strategy>> = {
  ours,
  exhaustive: exhaustive(50, 0.2),
  'exhaustive-10': exhaustive(10, 0.2),
  'exhaustive-5': exhaustive(5, 0.2),
  'exhaustive-3': exhaustive(3, 0),
  parametric,
}

interface ModelFigures {
  readonly objectives: Readonly<Record<string, Readonly<Record<string, StrategyFigures>>>>
  /** Ours less exhaustive-10. */
  readonly paired: Readonly<Record<string, PairedDifference>>
  /** Ours ÷ the other. */
  readonly ratio: Readonly<Record<string, Readonly<Record<string, { calls: number; usd: number; regret: number }>>>>
}

const document = {
  curves: curves.length,
  ...measure('every call for itself', independentCalls),
  /** The second noise model: five calls an environment, environments differing by 8 %. */
  correlated: measure('calls of an environment correlated', correlatedCalls),
}
process.stdout.write(values.json ? `${JSON.stringify(document, undefined, 2)}\n` : describe())

function measure(what: string, noise: NoiseModel): ModelFigures {
  const objectives: Record<string, Record<string, StrategyFigures>> = {}
  const paired: Record<string, PairedDifference> = {}
  const ratio: Record<string, Record<string, { calls: number; usd: number; regret: number }>> = {}
  for (const objective of benchObjectives) {
    process.stderr.write(`${objective}, ${what} …\n`)
    const plays = new Map(
      Object.entries(strategies).map(([name, strategy]) => [name, playAll(strategy, objective, noise)]),
    )
    const figures = Object.fromEntries([...plays].map(([name, ofStrategy]) => [name, strategyFigures(ofStrategy)]))
    objectives[objective] = figures
    paired[objective] = pairedDifference(plays.get('ours') ?? [], plays.get('exhaustive-10') ?? [], firstSeed)
    ratio[objective] = ratios(figures)
  }
  return { objectives, paired, ratio }
}

function playAll(strategy: Strategy, objective: BenchObjective, noise: NoiseModel): Play[] {
  return curves.flatMap((curve: TrueCurve) => seeds.map(seed => play(strategy, curve, objective, noise, seed)))
}

function ratios(figures: Readonly<Record<string, StrategyFigures>>) {
  const { ours: own, ...others } = figures
  if (!own) throw new RangeError('Our own strategy was not played.')
  const entries = Object.entries(others).map(([name, other]) => {
    const calls = own.callsPerCurve / other.callsPerCurve
    return [name, { calls, usd: own.usdPerCurve / other.usdPerCurve, regret: own.meanRegret / other.meanRegret }]
  })
  return Object.fromEntries(entries)
}

function describe(): string {
  const { correlated, ...independent } = document
  const models: readonly (readonly [string, ModelFigures])[] = [
    ['every call for itself', independent],
    ['calls of an environment correlated', correlated],
  ]
  const lines = models.flatMap(([what, figures]) => [
    '',
    `${document.curves} curves, ${what}`,
    ...describeModel(figures),
  ])
  return `${lines.join('\n').trim()}\n`
}

function describeModel({ objectives, paired }: ModelFigures): string[] {
  return Object.entries(objectives).flatMap(([objective, figures]) => {
    const { difference, low, high } = paired[objective] ?? { difference: 0, low: 0, high: 0 }
    return [
      `${objective.padEnd(14)}   regret      p95   missed   calls       USD`,
      ...Object.entries(figures).map(([name, of]) =>
        [
          name.padEnd(14),
          percent(of.meanRegret),
          percent(of.p95Regret),
          percent(of.missRate),
          of.callsPerCurve.toFixed(1).padStart(7),
          of.usdPerCurve.toFixed(6).padStart(9),
        ].join(' '),
      ),
      `ours − exhaustive-10: ${percent(difference)} (${percent(low)} to ${percent(high)})`,
    ]
  })
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`.padStart(8)
}
