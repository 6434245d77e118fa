import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mapConcurrently } from '#handlers/mapConcurrently.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import type { ProjectFiles } from '#handlers/projectIndex.ts'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'

export interface IndexFigures {
  readonly definitions: number
  readonly handlers: number
  readonly filesRead: number
  readonly firstIndexMs: number
  /** CPU time of all threads so far, which other processes on the machine do not lengthen as much. */
  readonly firstIndexCpuMs: number
  /** Of the files that the index read, one after the other at most 16 at once. */
  readonly plainReadMs: number
  /** First index to plain read. */
  readonly ratio: number
  readonly peakRssMb: number
  /** Medians. */
  readonly templateEditMs: number
  readonly templateEditCpuMs: number
  readonly sourceEditMs: number
  readonly sourceEditCpuMs: number
}

const edits = 11

const folder = process.argv[2] ?? '.'
const files = nodeProjectFiles(folder)
const read = new Set<string>()
const recorded: ProjectFiles = {
  ...files,
  read: async file => {
    const text = await files.read(file)
    read.add(file)
    return text
  },
}
const never = new AbortController().signal

const indexer = new ProjectIndexer(recorded)
const [index, firstIndexMs] = await timed(() => indexer.update([], never))
const firstIndexCpuMs = cpuMs()
const peakRssMb = process.resourceUsage().maxRSS / 1024
const candidates = [...read]

const [, plainReadMs] = await timed(() =>
  mapConcurrently(candidates, 16, never, async file => (await readFile(join(folder, file), 'utf8')).length),
)
const templates = [...new Set(index.definitions.map(({ template }) => template))]
const sources = [...new Set(index.handlers.map(({ file }) => file))]
const templateEdit = await medianEdit(templates, text => text.replace(/(memory_?size\D+)\d+/i, '$1777'))
const sourceEdit = await medianEdit(sources, text => `\n${text}`)
const figures: IndexFigures = {
  definitions: index.definitions.length,
  handlers: index.handlers.length,
  filesRead: candidates.length,
  firstIndexMs: Math.round(firstIndexMs),
  firstIndexCpuMs: Math.round(firstIndexCpuMs),
  plainReadMs: Math.round(plainReadMs),
  ratio: Number((firstIndexMs / plainReadMs).toFixed(1)),
  peakRssMb: Math.round(peakRssMb),
  templateEditMs: templateEdit.ms,
  templateEditCpuMs: templateEdit.cpuMs,
  sourceEditMs: sourceEdit.ms,
  sourceEditCpuMs: sourceEdit.cpuMs,
}
process.stdout.write(JSON.stringify(figures))

async function medianEdit(
  from: readonly string[],
  edit: (text: string) => string,
): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const times: { readonly ms: number; readonly cpuMs: number }[] = []
  for (let turn = 0; turn < edits; turn++) {
    const file = from[Math.floor((turn * from.length) / edits)] ?? ''
    await writeFile(join(folder, file), edit(await files.read(file)))
    const before = cpuMs()
    const [, ms] = await timed(() => indexer.update([file], never))
    times.push({ ms, cpuMs: cpuMs() - before })
  }
  return { ms: median(times.map(({ ms }) => ms)), cpuMs: median(times.map(({ cpuMs: spent }) => spent)) }
}

function median(values: readonly number[]): number {
  return Number((values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0).toFixed(1))
}

/** Of all threads so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function timed<Result>(run: () => Promise<Result>): Promise<readonly [Result, number]> {
  const started = performance.now()
  const result = await run()
  return [result, performance.now() - started]
}
