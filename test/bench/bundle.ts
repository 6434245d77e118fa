import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeStandIns } from './bundle/importTools.ts'
import { type HostFigures, measureHost } from './bundle/measureHost.ts'
import { type InitFigures, measureInit } from './bundle/measureInit.ts'
import { type MemoryFigures, measureMemory } from './bundle/measureMemory.ts'
import { measureRebuild, type RebuildFigures } from './bundle/measureRebuild.ts'
import type { ToolFigures } from './bundle/measureTool.ts'

/**
 * How soon a handler's size follows a save, beside esbuild's own rebuild in the same run; how long the asking thread is
 * busy with it; what is in memory after 20 handlers; costs of imports, beside the npm package import-cost where
 * `--import-cost DIR` names a folder that it is installed in; savings by an init profile beside really leaving each
 * import out. `--json` prints one document; `--saves N`, `--rounds N`.
 */
interface Figures {
  readonly rebuild: RebuildFigures
  readonly host: HostFigures
  readonly memory: MemoryFigures
  readonly imports: { readonly lambdaLens: ToolFigures; readonly importCost?: ToolFigures }
  readonly init: InitFigures
  readonly targets: Readonly<Record<string, number>>
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    saves: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '25' },
    'import-cost': { type: 'string' },
  },
})
say('Rebuilding after saves …')
const rebuild = await measureRebuild(Number(values.saves))
say('Looking at the asking thread …')
const host = await measureHost(Number(values.saves))
say('Visiting 20 handlers …')
const memory = await measureMemory(20)
say('Asking for the costs of imports …')
const other = values['import-cost']
const imports = {
  lambdaLens: await measureTool('lambda-lens'),
  ...(other !== undefined && { importCost: await measureTool('import-cost', resolve(other)) }),
}
say('Leaving out one import after the other …')
const init = await measureInit(Number(values.rounds))
const targets = { rebuildRatio: 1.2, blockedMs: 5, memoryMb: 400, initDeviation: 0.15 }
const document: Figures = { rebuild, host, memory, imports, init, targets }
process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : describe(document))

/** `installed`: where import-cost is. In a process and with a temporary folder of its own, so that nothing is warm. */
async function measureTool(name: string, installed = ''): Promise<ToolFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-bench-tool-'))
  try {
    const standIns = join(folder, 'stand-ins')
    await writeStandIns(standIns)
    const script = fileURLToPath(new URL('bundle/measureTool.ts', import.meta.url))
    const { stdout, status } = spawnSync(process.execPath, [script, name, installed], {
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: standIns, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error(`${name} ended with ${status}.`)
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function describe({ rebuild, host, memory, imports, init }: Figures): string {
  const { lambdaLens: ours, importCost: theirs } = imports
  const pair = (name: string, key: keyof ToolFigures, digits = 0) =>
    `${name.padEnd(30)} ${ours[key].toFixed(digits)} (import-cost: ${theirs?.[key].toFixed(digits) ?? 'not measured'})`
  return [
    `size after a save             ${rebuild.sizeMs.toFixed(0)} ms; esbuild's own rebuild ${rebuild.esbuildMs.toFixed(0)} ms (${rebuild.ratio.toFixed(2)}×)`,
    `  with zip                    ${rebuild.zipMs.toFixed(0)} ms; with imports ${rebuild.importsMs.toFixed(0)} ms`,
    `asking thread, a save         busy ${host.busyMs.toFixed(1)} ms, longest at once ${host.longestMs.toFixed(1)} ms (idle: ${host.idleLongestMs.toFixed(1)} ms)`,
    `memory after ${memory.handlers} handlers      esbuild ${memory.esbuildLastMb.toFixed(0)} MB, peak ${memory.esbuildPeakMb.toFixed(0)} MB; own ${memory.ownMb.toFixed(0)} MB`,
    pair(`imports: ${ours.imports}, first figure, ms`, 'firstFigureMs'),
    pair('all figures, ms', 'allFiguresMs'),
    pair('next figure, ms', 'nextFigureMs'),
    pair('  after an import edit', 'nextFigureAfterImportMs'),
    pair('CPU for the first, s', 'firstCpuSeconds', 2),
    pair('CPU an edit, s', 'cpuSecondsPerEdit', 2),
    pair('  an import edit', 'cpuSecondsPerImportEdit', 2),
    ...init.imports.map(
      ({ specifier, savedMs, leaveOneOutMs, ratio }) =>
        `init saved ${specifier.padEnd(32)} ${savedMs.toFixed(1)} ms, left out ${leaveOneOutMs.toFixed(1)} ms (${ratio.toFixed(2)})`,
    ),
    `same order: ${init.isSameOrder}`,
    '',
  ].join('\n')
}

function say(words: string): void {
  process.stderr.write(`${words}\n`)
}
