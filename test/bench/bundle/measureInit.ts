import { join } from 'node:path'
import { ChildProfiler } from '#bundle/profile/childProfiler.ts'
import { NodeProbe } from '#bundle/profile/nodeProbe.ts'
import { inRounds } from '#bundle/profile/rounds.ts'
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
 * The milliseconds saved by removing an import, as a profile tells them, beside really removing each: both by the CPU
 * time of the loading thread, since other programs run on the machine as well.
 */
export async function measureInit(rounds: number): Promise<InitFigures> {
  const project = await BenchProject.open()
  try {
    const text = (left?: string) =>
      specifiers
        .filter(name => name !== left)
        .map(name => `require('${name}')\n`)
        .join('') + 'exports.handler = async () => 1\n'
    await project.write('src/app.cjs', text())
    const request = { ...project.request('src/app.cjs'), exportName: 'handler', environment: {}, memoryMb, interpreter }
    const profile = await new ChildProfiler(() => import('esbuild')).profile(
      { ...request, shipsFolder: true, codeFolder: 'src', runs: rounds, triesVariants: false },
      signal,
    )
    const probe = new NodeProbe(interpreter, {}, memoryMb, project.root)
    const contenders = []
    for (const left of [undefined, ...specifiers]) {
      const entry = `src/without-${left?.replaceAll(/\W/g, '-') ?? 'nothing'}.cjs`
      await project.write(entry, text(left))
      const target = { file: join(project.root, entry), isModule: false, cwd: project.root }
      contenders.push({ name: left ?? '', run: async () => await probe.run(target, false, signal) })
    }
    const { results } = await inRounds(contenders, rounds, signal)
    const times = (name: string) => results.get(name)?.map(({ workMs }) => workMs) ?? []
    const whole = times('')
    const imports = specifiers.map(specifier => {
      const savedMs = profile.imports.find(one => one.specifier === specifier)?.savedMs ?? Number.NaN
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
