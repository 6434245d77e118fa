import { LensError } from '#common/errors.ts'
import type { ProfileRequest } from '../initProfiler.ts'
import { probeEnvironment, runProbe } from '../probeRun.ts'
import { pythonProbeScript } from '../probeScripts.ts'
import type { Trace } from '../traceCosts.ts'

export interface PythonRun {
  readonly clock: 'work' | 'wall'
  readonly workMs: number
  readonly wallMs: number
  /** Where they were asked for. */
  readonly edges: Trace['edges']
  /** By module: those that the handler brought in. */
  readonly files: Readonly<Record<string, string>>
  readonly stderr: string
}

/** Loads a handler's module in processes of their own. */
export class PythonProbe {
  readonly #request: ProfileRequest
  readonly #module: string
  readonly #temporary: string

  constructor(request: ProfileRequest, module: string, temporary: string) {
    this.#request = request
    this.#module = module
    this.#temporary = temporary
  }

  async run(
    folder: string,
    { edges = false, importTime = false }: { readonly edges?: boolean; readonly importTime?: boolean },
    signal: AbortSignal,
  ): Promise<PythonRun> {
    const { interpreter, environment } = this.#request
    const { told, stderr, code } = await runProbe(
      {
        command: interpreter.path,
        args: [
          '-B',
          ...(importTime ? ['-X', 'importtime'] : []),
          pythonProbeScript,
          JSON.stringify({ folder, module: this.#module, edges }),
        ],
        cwd: folder,
        environment: probeEnvironment(folder, this.#temporary, environment, interpreter.environment),
      },
      signal,
    )
    return readTold(told, stderr, code)
  }
}

interface Told extends Partial<Omit<PythonRun, 'stderr' | 'edges'>> {
  readonly edges?: readonly (readonly [from: string, to: string])[]
  readonly error?: { readonly name: string; readonly message: string; readonly at?: string }
}

function readTold(told: string, stderr: string, code: number | null): PythonRun {
  // Our own: what it tells is of its shape.
  const found = (told === '' ? {} : JSON.parse(told)) as Told
  if (found.error || found.workMs === undefined) {
    const { name, message, at } = found.error ?? {
      name: `Code ${code}`,
      message: stderr.trim().split('\n').at(-1) ?? '',
    }
    throw new LensError(
      'init-failed',
      `The handler cannot be loaded: ${name}: ${message}${at ? ` (${at})` : ''}.`,
      'Mend that, or set the variables that it needs in the template.',
    )
  }
  const { clock = 'wall', workMs, wallMs = workMs, edges = [], files = {} } = found
  return { clock, workMs, wallMs, files, stderr, edges: edges.map(([from, to]) => [from, to, to] as const) }
}
