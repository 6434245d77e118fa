import { levelsOf, type MeasuredSize, type SizeLevel } from './callNoise.ts'
import { drawWorlds, type Worlds } from './curveModel.ts'
import { writeLosses, tie } from './loss.ts'
import type { Objective } from './objective.ts'
import { shapesOf } from './shapes.ts'

export const T = {
  worlds: 192, enough: 0.0004, calls: 5, usd: 2.4, minCalls: 2, outcomes: 8, pow: 1, cal: 1, mix: 0.5,
}

export interface Task {
  readonly objective: Objective
  usdOf(memoryMb: number, ms: number): number
}

import { median } from '#common/quantile.ts'
export function shapesFor(sizes: readonly MeasuredSize[]) {
  const m = sizes.filter(s => s.environments.length > 0)
  const best = m.reduce((b, s) => (Math.abs(Math.log(s.memoryMb / 1769)) < Math.abs(Math.log(b.memoryMb / 1769)) ? s : b))
  return shapesOf(sizes.map(s => s.memoryMb), { memoryMb: best.memoryMb, ms: median(best.environments.flat()) })
}

export interface Belief {
  levels: readonly SizeLevel[]
  worlds: Worlds
  usd: Float64Array
  losses: Float64Array
  expected: Float64Array
}
export function believe(sizes: readonly MeasuredSize[], task: Task): Belief {
  const levels = levelsOf(sizes)
  const worlds = drawWorlds(shapesFor(sizes), levels, T.worlds)
  const n = sizes.length
  const losses = new Float64Array(n * worlds.count)
  const usdAll = new Float64Array(n * worlds.count)
  const expected = new Float64Array(n)
  const ms = new Float64Array(n)
  for (let w = 0; w < worlds.count; w++) {
    const usd = usdAll.subarray(w * n, w * n + n)
    for (let i = 0; i < n; i++) {
      ms[i] = Math.exp(worlds.logMs[w * n + i]!)
      usd[i] = task.usdOf(sizes[i]!.memoryMb, ms[i]!)
    }
    const l = losses.subarray(w * n, w * n + n)
    writeLosses({ usd, meanMs: ms, tailMs: ms }, task.objective, l)
    for (let i = 0; i < n; i++) expected[i]! += l[i]! / worlds.count
  }
  return { levels, worlds, usd: usdAll, losses, expected }
}

export function next(sizes: readonly MeasuredSize[], task: Task): number | undefined {
  const n = sizes.length
  const count = sizes.reduce((s, z) => s + z.environments.flat().length, 0)
  if (count === 0) return argmin(sizes.map(s => Math.abs(Math.log(s.memoryMb / 1769))))
  const b = believe(sizes, task)
  const W = b.worlds.count
  const call = sizes.map((_, i) => { let s = 0; for (let w = 0; w < W; w++) s += b.usd[w * n + i]!; return s / W })
  const budgetUsd = T.usd * call.reduce((a, x) => a + x, 0)
  const budgetCalls = T.calls * n
  const spent = sizes.reduce((s, z, i) => s + z.environments.flat().length * call[i]!, 0)
  const callsLeft = budgetCalls - count
  const affordable = (i: number) => spent + call[i]! <= budgetUsd && callsLeft >= 1
  const best = argmin(b.expected)
  const confirm = b.levels[best]!.calls < T.minCalls ? best : undefined
  if (b.expected[best]! < T.enough) return confirm !== undefined && affordable(best) ? best : undefined
  let chosen: number | undefined
  let most = 1e-7
  for (let i = 0; i < n; i++) {
    if (!affordable(i)) continue
    const priceOfCall = T.cal / budgetCalls + call[i]! / budgetUsd
    const lv = b.levels[i]!
    const left = posteriorVariance(b, i)
    const after = lv.varianceWith(1)
    const v = lv.variance === Infinity ? after : 1 / (1 / after - 1 / lv.variance)
    const share = left / (left + v)
    const value = (perfect(b, i, best) * share ** T.pow) / priceOfCall
    if (value > most) { most = value; chosen = i }
  }
  if (chosen === undefined) return confirm !== undefined && affordable(best) ? best : undefined
  // keep room for confirming
  return chosen
}


function posteriorVariance(b: Belief, i: number): number {
  const { worlds } = b
  let s = 0, q = 0
  for (let w = 0; w < worlds.count; w++) { const x = worlds.logMs[w * worlds.sizes + i]!; s += x; q += x * x }
  s /= worlds.count
  return q / worlds.count - s * s
}
function perfect(b: Belief, i: number, best: number): number {
  const { worlds, losses } = b
  const W = worlds.count, n = worlds.sizes
  const keys = new Float64Array(W)
  for (let w = 0; w < W; w++) keys[w] = worlds.logMs[w * n + i]!
  const order = Uint16Array.from({ length: W }, (_, w) => w).sort((x, y) => keys[x]! - keys[y]!)
  const J = T.outcomes
  let gain = 0, between = 0, total = 0, mean = 0
  for (let w = 0; w < W; w++) mean += losses[w * n + best]! / W
  for (let w = 0; w < W; w++) total += (losses[w * n + best]! - mean) ** 2
  const sum = new Float64Array(n)
  for (let j = 0; j < J; j++) {
    sum.fill(0)
    for (let r = Math.floor((j * W) / J); r < Math.floor(((j + 1) * W) / J); r++) {
      const w = order[r]!
      for (let a = 0; a < n; a++) sum[a]! += losses[w * n + a]!
    }
    let m = Infinity
    for (let a = 0; a < n; a++) m = Math.min(m, sum[a]!)
    gain += (sum[best]! - m) / W
    between += ((sum[best]! * J) / W - mean) ** 2 * (W / J)
  }
  const component = Math.max(0, between / (J - 1) - (total - between) / (W - J)) / (W / J)
  return gain + T.mix * Math.sqrt(component)
}

export function choose(sizes: readonly MeasuredSize[], task: Task): number {
  const b = believe(sizes, task)
  return argmin(b.expected.map((e, i) => (b.levels[i]!.calls > 0 ? e : Infinity)))
}
function argmin(v: ArrayLike<number>): number {
  let b = 0
  for (let i = 1; i < v.length; i++) if (v[i]! < v[b]!) b = i
  return b
}
void tie
