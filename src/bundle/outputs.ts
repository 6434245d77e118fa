import { basename } from 'node:path'
import type { Metafile } from 'esbuild'

type Output = Metafile['outputs'][string]

/** Path of the output that the entry called `name` was written to; undefined where there is none. */
export function entryOutput({ outputs }: Metafile, name: string): string | undefined {
  return Object.entries(outputs).find(
    ([path, { entryPoint }]) => entryPoint !== undefined && basename(path).replace(/\.\w+$/, '') === name,
  )?.[0]
}

/** The bytes of all outputs without maps in files of their own. */
export function outputBytes({ outputs }: Metafile): number {
  return sum(Object.entries(outputs).map(([path, { bytes }]) => (path.endsWith('.map') ? 0 : bytes)))
}

/** The bytes of one of several entries: its own output and those that it refers to. */
export function bytesOfEntry({ outputs }: Metafile, name: string): number | undefined {
  const start = entryOutput({ inputs: {}, outputs }, name)
  if (start === undefined) return
  const found = new Map<string, Output>()
  const open = [start]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const output = outputs[path]
    if (!output || found.has(path)) continue
    found.set(path, output)
    open.push(...output.imports.map(({ path: other }) => other), ...(output.cssBundle ? [output.cssBundle] : []))
  }
  return sum([...found.values()].map(({ bytes }) => bytes))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
