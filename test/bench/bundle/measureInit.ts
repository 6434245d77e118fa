import { join } from 'node:path'
import { InstalledPackages } from '#bundle/installedPackage.ts'
import { nodeGroups } from '#bundle/profile/nodeGroups.ts'
import { NodeProbe } from '#bundle/profile/nodeProbe.ts'
import { inRounds } from '#bundle/profile/rounds.ts'
import { traceCosts } from '#bundle/profile/traceCosts.ts'
import { median } from '#common/quantile.ts'
import { BenchProject } from './benchProject.ts'

export interface InitFigures {
  readonly rounds: number
  readonly imports: readonly {
    readonly specifier: string
    readonly savedMs: number
    readonly leaveOneOutMs: number
    readonly ratio: number
  }[]
  /** Whether the five that save most come in the same order. */
  readonly isSameOrder: boolean
  readonly largestDeviation: number
}

const specifiers = [
  '@aws-sdk/client-lambda',
  '@aws-sdk/client-cloudwatch-logs',
  'yaml',
  'lodash',
  'fast-glob',
  'simple-statistics',
]
const { signal } = new AbortController()
const interpreter = { path: process.execPath, version: process.versions.node }
const memoryMb = 1024

/**
 * The milliseconds saved by removing an import, as traces tell them, beside really removing each: both by the CPU time of
 * the loading thread, since other programs run on the machine as well, and in the same rounds.
 */
export async function measureInit(rounds: number): Promise<InitFigures> {
  const project = await BenchProject.open()
  try {
    const text = (left?: string) => specifiers.map(name => (name === left ? '\n' : `require('${name}')\n`)).join('')
    const probe = new NodeProbe(interpreter, {}, memoryMb, project.root)
    const contender = (name: string, entry: string, isTraced: boolean) => {
      const target = { file: join(project.root, entry), isModule: false, cwd: project.root }
      return { name, run: async () => await probe.run(target, isTraced, signal) }
    }
    const contenders = [contender('whole', 'src/app.cjs', false), contender('traced', 'src/app.cjs', true)]
    await project.write('src/app.cjs', text())
    for (const left of specifiers) {
      const entry = `src/without-${left.replaceAll(/\W/g, '-')}.cjs`
      await project.write(entry, text(left))
      contenders.push(contender(left, entry, false))
    }
    const { results } = await inRounds(contenders, rounds, signal)
    const times = (name: string) => results.get(name)?.map(({ workMs }) => workMs) ?? []
    const whole = times('whole')
    const traces = results.get('traced')?.flatMap(({ trace }) => trace ?? []) ?? []
    const groupOf = nodeGroups(project.root, new InstalledPackages(project.root))
    const costs = await traceCosts(traces, join(project.root, 'src/app.cjs'), median(whole), groupOf)
    const imports = specifiers.map(specifier => {
      const savedMs = costs.imports.find(one => one.specifier === specifier)?.savedMs ?? Number.NaN
      // Pairs of one round: what slows the machine for a while slows both.
      const leaveOneOutMs = median(times(specifier).map((ms, round) => (whole[round] ?? Number.NaN) - ms))
      return { specifier, savedMs, leaveOneOutMs, ratio: savedMs / leaveOneOutMs }
    })
    const order = (key: 'savedMs' | 'leaveOneOutMs') =>
      imports
        .toSorted((a, b) => b[key] - a[key])
        .slice(0, 5)
        .map(({ specifier }) => specifier)
    return {
      rounds,
      imports,
      isSameOrder: order('savedMs').join() === order('leaveOneOutMs').join(),
      largestDeviation: Math.max(...imports.map(({ ratio }) => Math.abs(ratio - 1))),
    }
  } finally {
    await project.close()
  }
}
