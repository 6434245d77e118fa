import * as esbuild from 'esbuild'
import { bundleOptions } from '#bundle/bundleOptions.ts'
import { HandlerBundles } from '#bundle/handlerBundles.ts'
import { median } from '#common/quantile.ts'
import { BenchProject } from './benchProject.ts'

export interface RebuildFigures {
  readonly rebuilds: number
  readonly esbuildMs: number
  /** Until the size is known. */
  readonly sizeMs: number
  readonly ratio: number
  /** Until the zip's size is known too. */
  readonly zipMs: number
  /** Until the imports' costs are known too. */
  readonly importsMs: number
}

const entry = 'src/app.mjs'
const { signal } = new AbortController()

/** After each save: esbuild's own rebuild, and the size by Lambda Lens, in turn in one process. */
export async function measureRebuild(rebuilds: number): Promise<RebuildFigures> {
  const project = await BenchProject.open()
  const weigher = new HandlerBundles({ shippedEsbuild: async () => esbuild, ownsEsbuild: true })
  const request = project.request(entry)
  await project.write(entry, project.text())
  const context = await esbuild.context(bundleOptions(request))
  const own: number[] = []
  const size: number[] = []
  const zip: number[] = []
  const imports: number[] = []
  const ofEsbuild = async () => await timed(async () => void (await context.rebuild()))
  const ofLens = async () => {
    const started = performance.now()
    const reports: number[] = []
    await weigher.weigh(request, signal, () => reports.push(performance.now() - started))
    return { size: reports[0] ?? Number.NaN, zip: reports[1] ?? Number.NaN, imports: performance.now() - started }
  }
  try {
    await ofEsbuild()
    await ofLens()
    for (let save = 0; save < rebuilds; save++) {
      await project.write(entry, `${project.text()}// save ${save}\n`)
      // In turn the first: what one reads the other finds in the system's cache.
      const isFirst = save % 2 === 0
      if (isFirst) own.push(await ofEsbuild())
      const ours = await ofLens()
      if (!isFirst) own.push(await ofEsbuild())
      size.push(ours.size)
      zip.push(ours.zip)
      imports.push(ours.imports)
    }
  } finally {
    await context.dispose()
    weigher.dispose()
    await project.close()
  }
  const [esbuildMs, sizeMs] = [median(own), median(size)]
  const ratios = size.map((ms, save) => ms / (own[save] ?? Number.NaN))
  return { rebuilds, esbuildMs, sizeMs, ratio: median(ratios), zipMs: median(zip), importsMs: median(imports) }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
