import { homedir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { parseBudget } from '#bundle/budget.ts'
import { problemError } from '#bundle/buildProblem.ts'
import type { BundleWeigher, WeighRequest } from '#bundle/bundleWeigher.ts'
import { localBundles } from '#bundle/localBundles.ts'
import type { RevisionRequest } from '#bundle/revision/revisionWeigher.ts'
import { LensError } from '#common/errors.ts'
import { formatBytes } from '#common/format.ts'
import { revisionsOn } from '#revisions.ts'
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
      values.compare === undefined ? undefined : await sizeAt({ request, exportName, revision: values.compare }, signal)
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

async function sizeAt(asked: RevisionRequest, signal: AbortSignal): Promise<NonNullable<SizeReport['compare']>> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const size = await revisionsOn(join(cache, 'lambda-lens', 'sizes')).sizeAt(asked, signal)
  return { revision: asked.revision, ...size }
}
