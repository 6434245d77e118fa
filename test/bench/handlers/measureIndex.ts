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
  readonly sourceEditMs: number
}

const edits = 11

const folder = process.argv[2] ?? '.'
const files = nodeProjectFiles(folder)
const read = new Set<string>()
const recorded: ProjectFiles = {
  ...files,
  read: file => {
    read.add(file)
    return files.read(file)
  },
}
const never = new AbortController().signal

const indexer = new ProjectIndexer(recorded)
const [index, firstIndexMs] = await timed(() => indexer.update([], never))
const { user, system } = process.cpuUsage()
const peakRssMb = process.resourceUsage().maxRSS / 1024
const candidates = [...read]

const [, plainReadMs] = await timed(() =>
  mapConcurrently(candidates, 16, never, async file => (await readFile(join(folder, file), 'utf8')).length),
)
const templates = [...new Set(index.definitions.map(({ template }) => template))]
const sources = [...new Set(index.handlers.map(({ file }) => file))]
const figures: IndexFigures = {
  definitions: index.definitions.length,
  handlers: index.handlers.length,
  filesRead: candidates.length,
  firstIndexMs: Math.round(firstIndexMs),
  firstIndexCpuMs: Math.round((user + system) / 1000),
  plainReadMs: Math.round(plainReadMs),
  ratio: Number((firstIndexMs / plainReadMs).toFixed(1)),
  peakRssMb: Math.round(peakRssMb),
  templateEditMs: await medianEdit(templates, text => text.replace(/(MemorySize\D+)\d+/, '$1777')),
  sourceEditMs: await medianEdit(sources, text => `\n${text}`),
}
process.stdout.write(JSON.stringify(figures))

async function medianEdit(from: readonly string[], edit: (text: string) => string): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < edits; turn++) {
    const file = from[Math.floor((turn * from.length) / edits)] ?? ''
    await writeFile(join(folder, file), edit(await files.read(file)))
    const [, ms] = await timed(() => indexer.update([file], never))
    times.push(ms)
  }
  return Number((times.toSorted((a, b) => a - b)[Math.floor(edits / 2)] ?? 0).toFixed(1))
}

async function timed<Result>(run: () => Promise<Result>): Promise<readonly [Result, number]> {
  const started = performance.now()
  const result = await run()
  return [result, performance.now() - started]
}
