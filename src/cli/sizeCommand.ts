import { homedir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { parseBudget } from '#bundle/budget.ts'
import { problemError } from '#bundle/buildProblem.ts'
import type { BundleWeigher, WeighRequest } from '#bundle/bundleWeigher.ts'
import { localBundles } from '#bundle/localBundles.ts'
import { type RevisionSize, RevisionSizes } from '#bundle/revision/revisionSizes.ts'
import { LensError } from '#common/errors.ts'
import { formatBytes } from '#common/format.ts'
import { findLocalTarget } from './localTarget.ts'
import type { ExitCode } from './main.ts'
import { type SizeReport, sizeTable } from './sizeReport.ts'
import { weighTarget } from './weighTarget.ts'

export async function sizeCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, budget: { type: 'string' }, compare: { type: 'string' } },
  })
  const [target, ...others] = positionals
  if (target === undefined || others.length > 0) {
    throw new LensError('bad-arguments', 'Name one handler to weigh.', 'Give FILE#EXPORT or a name of the template.')
  }
  const budget = values.budget === undefined ? undefined : parseBudget(values.budget)
  const bundles = localBundles({ shippedEsbuild: () => import('esbuild'), ownsEsbuild: true })
  try {
    const { request, exportName } = await weighTarget(target, signal)
    const report = await weigh(bundles, request, signal)
    const compare =
      values.compare === undefined ? undefined : await sizeAt(bundles, request, exportName, values.compare, signal)
    const document: SizeReport = {
      ...report,
      ...(budget === undefined ? {} : { budget: { bytes: budget, isOver: report.bytes > budget } }),
      ...(compare && { compare }),
    }
    process.stdout.write(values.json ? `${JSON.stringify(document, null, 2)}\n` : sizeTable(document))
    if (budget === undefined || report.bytes <= budget) return 0
    process.stderr.write(`${target} is ${formatBytes(report.bytes)}, over its budget of ${formatBytes(budget)}.\n`)
    return 1
  } finally {
    bundles.dispose()
  }
}

/** Rejects with a `LensError` where there is no size. Paths are relative to the current folder. */
async function weigh(
  bundles: BundleWeigher,
  request: WeighRequest,
  signal: AbortSignal,
): Promise<Omit<SizeReport, 'compare' | 'budget'>> {
  const weighing = await bundles.weigh(request, signal)
  if ('problem' in weighing) throw problemError(request.entry, weighing.problem)
  const { report } = weighing
  const shipped = await bundles.shipped(request, signal)
  const shown = (file: string) => relative(process.cwd(), join(request.root, file)).split(sep).join('/')
  return {
    ...report,
    entry: shown(report.entry),
    zipBytes: report.zipBytes ?? 0,
    packages: report.packages.map(one => ({ ...one, why: one.why.map(shown) })),
    imports: report.imports ?? [],
    ...(shipped && { shipped }),
  }
}

/** The same handler at another revision, with the options that its template had there. */
async function sizeAt(
  bundles: BundleWeigher,
  request: WeighRequest,
  exportName: string,
  revision: string,
  signal: AbortSignal,
): Promise<NonNullable<SizeReport['compare']>> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const { entry, language, runtime } = request
  const { version } = await import('esbuild')
  const about = JSON.stringify(['size', entry, exportName, language, runtime, version])
  const sizeIn = async (root: string): Promise<RevisionSize> => {
    try {
      const { handler } = await findLocalTarget(`${entry}#${exportName}`, root, signal)
      const found = await weighTarget(`${handler.file}#${exportName}`, signal, root)
      const weighing = await bundles.weigh(found.request, signal)
      if ('problem' in weighing) return { reason: problemError(entry, weighing.problem).message }
      return { bytes: weighing.report.bytes, zipBytes: weighing.report.zipBytes ?? 0 }
    } catch (error) {
      if (error instanceof LensError) return { reason: error.message }
      throw error
    }
  }
  const question = { root: request.root, revision, about }
  const size = await new RevisionSizes(join(cache, 'lambda-lens', 'sizes')).sizeAt(question, sizeIn, signal)
  return { revision, ...size }
}
