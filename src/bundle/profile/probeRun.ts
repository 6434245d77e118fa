import { spawn } from 'node:child_process'
import { basename, dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { LensError } from '#common/errors.ts'
import { formatMs } from '#common/format.ts'

/** A process to measure: as on Lambda, and nothing of this machine's own. */
export interface ProbeStart {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}

export interface ProbeEnd {
  /** Of descriptor 3. */
  readonly told: string
  readonly stderr: string
  readonly code: number | null
}

/** Lambda gives up an init after 10 s; a slow machine needs longer. */
const longestMs = 30_000
const mostErrorBytes = 64 * 2 ** 20

/** Runs a process to its end. Throws a `LensError` (`init-timeout`, `no-interpreter`). */
export async function runProbe(start: ProbeStart, signal: AbortSignal, limitMs = longestMs): Promise<ProbeEnd> {
  signal.throwIfAborted()
  const child = spawn(start.command, start.args, {
    cwd: start.cwd,
    env: { ...start.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, limitMs)
  const end = () => killWithChildren(child.pid)
  signal.addEventListener('abort', end)
  try {
    const texts = [child.stdio[3], child.stderr].map(stream =>
      stream && 'read' in stream ? textOf(stream) : Promise.resolve(''),
    )
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', cause => {
        reject(new LensError('no-interpreter', `${start.command} does not start.`, 'Install it.', cause))
      })
      // Not `close`: a process that it leaves behind may keep the pipes open.
      child.once('exit', resolve)
    })
    end()
    signal.throwIfAborted()
    if (isLate) throw timeout(limitMs)
    const [told = '', stderr = ''] = await Promise.all(texts)
    return { told, stderr, code }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

function timeout(limitMs: number): LensError {
  const what = `The init was not done after ${formatMs(limitMs)}; Lambda gives up after 10 s.`
  return new LensError('init-timeout', what, 'Look at what the handler waits for when it is loaded.')
}

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of stream) {
      if (!Buffer.isBuffer(part)) continue
      bytes += part.length
      if (bytes <= mostErrorBytes) parts.push(part)
    }
  } catch {
    // Ended with the process.
  }
  return Buffer.concat(parts).toString()
}

/** The process leads a group of its own. */
function killWithChildren(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** What Lambda puts into a function's environment, around its own variables. */
export function probeEnvironment(
  taskRoot: string,
  temporary: string,
  variables: Readonly<Record<string, string>>,
  interpreter: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: temporary,
    // So that no credentials or settings are found in the user's own home.
    HOME: temporary,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...interpreter,
    ...variables,
    AWS_REGION: variables['AWS_REGION'] ?? 'us-east-1',
    AWS_DEFAULT_REGION: variables['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: basename(dirname(taskRoot)) || 'function',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: taskRoot,
  }
}
