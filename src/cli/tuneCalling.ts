import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { LensError } from '#common/errors.ts'
import type { CallHooks, Calling, Starts, WeightedPayload } from '#tuning/calling.ts'
import type { Invoker } from '#tuning/functionControl.ts'
import { afterByFunction, afterByProgram, beforeByFunction, beforeByProgram } from '#tuning/hooks.ts'
import { checkPayload } from '#tuning/payload.ts'

export interface CallingValues {
  readonly payload?: readonly string[] | undefined
  readonly starts?: string | undefined
  readonly concurrency?: string | undefined
  readonly pause?: string | undefined
  readonly 'max-retries'?: string | undefined
}

/** Throws a `LensError` that names the option and what it takes. */
export async function callingOf(values: CallingValues): Promise<Partial<Calling>> {
  const payloads = await Promise.all((values.payload ?? []).map(readPayload))
  const starts = startsOf(values.starts)
  const concurrency = whole('--concurrency', values.concurrency, 1)
  const pauseMs = whole('--pause', values.pause, 0)
  const retriesMax = whole('--max-retries', values['max-retries'], 0)
  return {
    ...(payloads.length === 0 ? {} : { payloads }),
    ...(starts === undefined ? {} : { starts }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(pauseMs === undefined ? {} : { pauseMs }),
    ...(retriesMax === undefined ? {} : { retriesMax }),
  }
}

/** `function:NAME`, or the path of a program; one of Node.js or Python need not be executable. */
export function hooksOf(
  { before, after }: { readonly before?: string | undefined; readonly after?: string | undefined },
  invoker: Invoker,
): CallHooks {
  return {
    ...(before === undefined
      ? {}
      : { before: chooseHook(before, name => beforeByFunction(invoker, name), beforeByProgram) }),
    ...(after === undefined
      ? {}
      : { after: chooseHook(after, name => afterByFunction(invoker, name), afterByProgram) }),
  }
}

function chooseHook<T>(hook: string, byFunction: (name: string) => T, byProgram: (command: readonly string[]) => T): T {
  const [, name] = /^function:(.+)$/.exec(hook) ?? []
  return name === undefined ? byProgram(commandOf(hook)) : byFunction(name)
}

function commandOf(path: string): readonly string[] {
  const interpreters = new Map([
    ['.py', 'python3'],
    ...['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map(extension => [extension, process.execPath] as const),
  ])
  const interpreter = interpreters.get(extname(path))
  return interpreter === undefined ? [path] : [interpreter, path]
}

function startsOf(text: string | undefined): Starts | undefined {
  if (text === undefined || text === 'warm' || text === 'cold' || text === 'both') return text
  throw new LensError('bad-arguments', `--starts takes warm, cold or both, not "${text}".`, 'Correct it.')
}

/** `FILE`, or `FILE:WEIGHT`. */
async function readPayload(given: string): Promise<WeightedPayload> {
  const [, path = '', weight] = /^(.+):(\d+(?:\.\d+)?)$/.exec(given) ?? []
  const isWhole = weight === undefined || (await isFile(given))
  const file = isWhole ? given : path
  return { text: checkPayload(await readText(file), file), weight: isWhole ? 1 : Number(weight) }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    stats => stats.isFile(),
    () => false,
  )
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new LensError('no-file', `The payload ${file} cannot be read.`, 'Give the path of a JSON file.', cause)
  }
}

function whole(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value
  throw new LensError('bad-arguments', `${option} takes a whole number from ${least}, not "${text}".`, 'Correct it.')
}
