import { type ChildProcess, spawn } from 'node:child_process'
import { Duplex, type Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { killGroup } from './killGroup.ts'
import { MAX_EVENT_BYTES } from './logStore.ts'

export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ProcessStart {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}

/** How long output may still be on its way after the process has ended. */
const DRAIN_MS = 100
const inherits = process.platform !== 'win32'

/** An environment's process: leads a process group of its own, and its output is read line by line. */
export class EnvironmentProcess {
  readonly pid: number
  /** `performance.now()` when it was about to be started. */
  readonly startedAtMs: number
  readonly ended: Promise<ProcessEnd>
  readonly #streams: readonly Lines[]

  private constructor(child: ChildProcess, pid: number, startedAtMs: number, streams: readonly Lines[]) {
    this.pid = pid
    this.startedAtMs = startedAtMs
    this.#streams = streams
    // 'close' comes after all output; a grandchild that keeps the pipe open must not hold it back for ever.
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        const timer = setTimeout(() => resolve({ code, signal }), DRAIN_MS)
        child.once('close', () => {
          clearTimeout(timer)
          resolve({ code, signal })
        })
      })
    })
  }

  /**
   * Rejects when the command cannot be started. Where the system lets a process inherit a connection, it gets one to the
   * Runtime API as file 3: opening it is a twelfth of an empty function's start.
   */
  static async start(
    start: ProcessStart,
    onLine: (line: string) => void,
    connect: (connection: Duplex) => void,
  ): Promise<EnvironmentProcess> {
    const startedAtMs = performance.now()
    const child = spawn(start.command, start.args, {
      cwd: start.cwd,
      env: { ...start.environment, ...(inherits ? { _LAB_CONNECTION: '3' } : {}) },
      stdio: inherits ? ['ignore', 'pipe', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    const connection = child.stdio[3]
    if (connection instanceof Duplex) connect(connection)
    const streams = [child.stdout, child.stderr].flatMap(stream => (stream ? [new Lines(stream, onLine)] : []))
    if (child.pid === undefined) await new Promise((_, reject) => child.once('error', reject))
    return new EnvironmentProcess(child, child.pid ?? 0, startedAtMs, streams)
  }

  /**
   * Resolves when all has been read that was written before an answer which has just come. What was written before it is
   * ready to be read no later than it, and is read in the same turn of the event loop; the second turn is for more
   * events than one turn takes.
   */
  async drain(): Promise<void> {
    for (let turns = 0; turns < 2; turns++) await new Promise(setImmediate)
    for (const stream of this.#streams) stream.endLine()
  }

  kill(): void {
    killGroup(this.pid)
  }
}

/** Lines of a stream. */
class Lines {
  readonly #onLine: (line: string) => void
  #rest = ''

  constructor(stream: Readable, onLine: (line: string) => void) {
    this.#onLine = onLine
    const decoder = new StringDecoder('utf8')
    stream.on('data', (chunk: Buffer) => this.#read(decoder.write(chunk)))
    stream.on('close', () => this.endLine())
  }

  /** What has come so far is a line, although no line end has. */
  endLine(): void {
    if (this.#rest !== '') this.#onLine(this.#rest)
    this.#rest = ''
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#onLine(line)
    while (this.#rest.length > MAX_EVENT_BYTES) {
      this.#onLine(this.#rest.slice(0, MAX_EVENT_BYTES))
      this.#rest = this.#rest.slice(MAX_EVENT_BYTES)
    }
  }
}
