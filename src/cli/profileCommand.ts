import { parseArgs } from 'node:util'
import { localBundles } from '#bundle/localBundles.ts'
import type { InitProfile, ModuleCost } from '#bundle/profile/initProfile.ts'
import { LensError } from '#common/errors.ts'
import { formatBytes, formatMs } from '#common/format.ts'
import { Interpreters } from '#lab/interpreters.ts'
import type { ExitCode } from './main.ts'
import { weighTarget } from './weighTarget.ts'

export async function profileCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '10' } },
  })
  const [target, ...others] = positionals
  if (target === undefined || others.length > 0) {
    throw new LensError('bad-arguments', 'Name one handler to profile.', 'Give FILE#EXPORT or a name of the template.')
  }
  const runs = Number(values.runs)
  if (!Number.isInteger(runs) || runs < 1 || runs > 1000) {
    throw new LensError('bad-arguments', `--runs takes 1 to 1000, not "${values.runs}".`, 'Correct it.')
  }
  const { request, exportName, settings } = await weighTarget(target, signal)
  const interpreter = await new Interpreters().nearest(settings.runtime)
  if (!interpreter) {
    throw new LensError('no-interpreter', `Nothing on this machine runs ${settings.runtime}.`, 'Install it, in PATH.')
  }
  const { environment, memoryMb } = settings
  const bundles = localBundles({ shippedEsbuild: () => import('esbuild'), ownsEsbuild: true })
  try {
    let told = ''
    const profile = await bundles.profile(
      { ...request, exportName, interpreter, environment, memoryMb, runs },
      signal,
      activity => {
        if (activity !== told) process.stderr.write(`${activity}\n`)
        told = activity
      },
    )
    process.stdout.write(values.json ? `${JSON.stringify(profile, null, 2)}\n` : profileTable(profile))
    return 0
  } finally {
    bundles.dispose()
  }
}

const mostRows = 15

function profileTable(profile: InitProfile): string {
  const { initMs, deployed, interpreter, modules, imports, variants, failures } = profile
  const row = ({ savedMs, aloneMs }: Pick<ModuleCost, 'savedMs' | 'aloneMs'>, name: string) =>
    `${formatMs(savedMs).padStart(9)}  ${formatMs(aloneMs).padStart(9)}  ${name}`
  const lines = [
    `init ${formatMs(initMs.median)} (${formatMs(initMs.low)} to ${formatMs(initMs.high)} in ${initMs.runs} runs) as ${deployed}, by ${interpreter}`,
    '',
    '    saved      alone',
    ...modules.slice(0, mostRows).map(one => row(one, one.name)),
    ...(imports.length > 0 ? ['', 'By import'] : []),
    ...imports.map(one => row(one, one.line === undefined ? one.specifier : `${one.specifier} (line ${one.line})`)),
    ...(variants.length > 0 ? ['', 'Tried instead'] : []),
    ...variants.map(
      ({ name, savedMs, bytes }) =>
        `${(savedMs < 0 ? `−${formatMs(-savedMs)}` : formatMs(savedMs)).padStart(9)}  ${formatBytes(bytes).padStart(9)}  ${name}`,
    ),
    ...failures.map(({ name, reason }) => `Not measured: ${name}: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}
