import { LensError } from '#common/errors.ts'
import { probeEnvironment, runProbe } from './probeRun.ts'
import { nodeProbeScript } from './probeScripts.ts'
import type { ProfiledInterpreter } from './initProfiler.ts'
import type { Trace } from './traceCosts.ts'

/** What to load, and how. */
export interface NodeTarget {
  /** Absolute path of the module. */
  readonly file: string
  readonly isModule: boolean
  readonly cwd: string
  /** JSON with `files` and `imports` of source that Node.js cannot run as it is written. */
  readonly source?: string
  /** Added to the function's variables. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface NodeRun {
  readonly clock: 'work' | 'wall'
  readonly workMs: number
  readonly wallMs: number
  readonly trace?: Trace
}

/** Loads modules in processes of their own. */
export class NodeProbe {
  readonly #interpreter: ProfiledInterpreter
  readonly #variables: Readonly<Record<string, string>>
  readonly #flags: readonly string[]
  readonly #temporary: string

  constructor(
    interpreter: ProfiledInterpreter,
    variables: Readonly<Record<string, string>>,
    memoryMb: number,
    temporary: string,
  ) {
    this.#interpreter = interpreter
    this.#variables = variables
    this.#temporary = temporary
    // V8's heap follows the memory size as on Lambda.
    this.#flags = [
      `--max-semi-space-size=${Math.max(1, Math.floor(memoryMb * 0.05))}`,
      `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
    ]
  }

  /** Throws a `LensError`: `init-failed`, `init-timeout`, `no-interpreter`. */
  async run(target: NodeTarget, isTraced: boolean, signal: AbortSignal): Promise<NodeRun> {
    const { file, isModule, source } = target
    const argument = JSON.stringify({ target: file, isModule, isTraced, ...(source !== undefined && { source }) })
    const { path, environment } = this.#interpreter
    const end = await runProbe(
      {
        command: path,
        args: [...this.#flags, nodeProbeScript, argument],
        cwd: target.cwd,
        environment: {
          ...probeEnvironment(target.cwd, this.#temporary, this.#variables, environment),
          ...target.environment,
        },
      },
      signal,
    )
    return readTold(end.told, end.stderr, end.code)
  }
}

function readTold(told: string, stderr: string, code: number | null): NodeRun {
  const found = parse(told)
  if (!found) {
    const lines = stderr.trim().split('\n')
    const why = lines.find(line => /^[\w.]*Error\b/.test(line)) ?? lines.at(-1) ?? ''
    const how = code === null ? 'was ended' : `ended with code ${code}`
    throw failure(`The process ${how} while it loaded the handler${why === '' ? '' : `: ${why}`}`)
  }
  if (found.error) {
    const { name, message, at } = found.error
    throw failure(`${name}: ${message.split('\n')[0]}${at === undefined ? '' : ` (${at})`}`)
  }
  const { clock = 'wall', workMs = Number.NaN, wallMs = Number.NaN, modules, edges } = found
  return { clock, workMs, wallMs, ...(modules && edges && { trace: { modules, edges } }) }
}

interface Told extends Partial<Omit<NodeRun, 'trace'> & Trace> {
  readonly error?: { readonly name: string; readonly message: string; readonly at?: string }
}

/** Undefined where the probe could not tell to the end. It is our own: what it tells is of its shape. */
function parse(told: string): Told | undefined {
  try {
    return JSON.parse(told) as Told
  } catch {
    return undefined
  }
}

function failure(what: string): LensError {
  return new LensError(
    'init-failed',
    `The handler cannot be loaded: ${what}.`,
    'Mend that, or set the variables that it needs in the template.',
  )
}
