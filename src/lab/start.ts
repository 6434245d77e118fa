import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { LensError } from '#common/errors.ts'
import type { LimiterName } from './limiter.ts'

export interface LabStart {
  /** Path of the lab's entry: dist/lab.js, or src/lab/main.ts where Node.js strips types. */
  readonly script: string
  /** A Node.js, or Electron; this process's own when absent. */
  readonly execPath?: string
  /** Keeps logs there from one lab to the next; without it they end with the lab. */
  readonly dataFolder?: string
  /** Forces a limiter, for tests and benches. */
  readonly limiter?: LimiterName
  /** Failures to make up, as `--faults` takes them: `throttle=0.2,latency-ms=50`. */
  readonly faults?: string
  /** Environments at once, over all functions; 100 when absent. */
  readonly concurrency?: number
  /** Absolute folders of layers that functions may name by their ARN, by the layer's name. */
  readonly layers?: Readonly<Record<string, string>>
  /** Ends the lab when nobody has asked it anything for this long. */
  readonly idleSeconds?: number
  /** Stops an environment that has had no call for this long; 300 when absent. */
  readonly retireSeconds?: number
  /** Ends the lab. */
  readonly signal?: AbortSignal
}

export interface LabEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A lab that runs as a process of this one; it ends with it. */
export interface Lab {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly limiter: LimiterName
  readonly pid: number
  /** Resolves when the lab has ended, for whatever reason. */
  readonly exited: Promise<LabEnd>
  /** Ends the lab with all it started, and resolves when it has ended. */
  stop(): Promise<void>
}

const START_LIMIT_MS = 15_000
/** V8 keeps the young generation that it once needed: a small one keeps the lab small. Electron takes no such option. */
export const nodeFlags = process.versions['electron'] === undefined ? ['--max-semi-space-size=4'] : []
/** After this long without an end, the lab is killed. */
const STOP_LIMIT_MS = 3000

/** Starts the lab and waits until it answers. Throws `LensError` `lab-not-started` when it does not. */
export async function startLab(start: LabStart): Promise<Lab> {
  start.signal?.throwIfAborted()
  const child = spawn(start.execPath ?? process.execPath, [...nodeFlags, start.script, ...argumentsOf(start)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // A terminal's Ctrl-C is for its owner, who ends the lab when it needs it no more.
    detached: process.platform !== 'win32',
  })
  const exited = new Promise<LabEnd>(resolve => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  })
  // Writing to a lab that has ended is no news: `exited` tells it.
  child.stdin.on('error', () => {})
  const stop = async () => {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await exited
    clearTimeout(timer)
  }
  start.signal?.addEventListener('abort', () => void stop(), { once: true })

  const complaints = collect(child.stderr)
  const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  const failure = new Promise<never>((_, reject) => {
    child.once('error', error => reject(notStarted(error.message, error)))
    // Not 'exit': what it wrote may still be on its way then.
    child.once('close', () => reject(notStarted(complaints().trim() || 'It ended before it answered.')))
  })
  try {
    const line = await Promise.race([firstLine(child.stdout), failure])
    return { ...readAnnouncement(line), exited, stop }
  } catch (error) {
    child.kill('SIGKILL')
    start.signal?.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function argumentsOf(start: LabStart): string[] {
  const { limiter, dataFolder, faults, concurrency, idleSeconds, retireSeconds, layers = {} } = start
  const options = {
    '--limiter': limiter,
    '--data': dataFolder,
    '--faults': faults,
    '--concurrency': concurrency,
    '--idle-seconds': idleSeconds,
    '--retire-seconds': retireSeconds,
  }
  return [
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...Object.entries(layers).flatMap(([name, folder]) => ['--layer', `${name}=${folder}`]),
  ]
}

function readAnnouncement(line: string) {
  const { accessKeyId, secretAccessKey, endpoint, region, limiter, pid } = JSON.parse(line) as {
    readonly [name in 'accessKeyId' | 'secretAccessKey' | 'endpoint' | 'region']: string
  } & { readonly limiter: LimiterName; readonly pid: number }
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey }, limiter, pid }
}

function firstLine(stream: Readable): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
  })
}

/** What a stream said so far, at most its last 4,000 characters. */
function collect(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000)
  })
  return () => text
}

function notStarted(message: string, cause?: unknown): LensError {
  const remedy = 'Try again; if it stays so, look at the log of Lambda Lens.'
  return new LensError('lab-not-started', `The lab did not start: ${message}`, remedy, cause)
}
