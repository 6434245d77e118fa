import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
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

/** How long output may still be on its way after a call's answer has come. */
const DRAIN_MS = 100

/** An environment's process: leads a process group of its own, and its output is read line by line. */
export class EnvironmentProcess {
  readonly pid: number
  readonly ended: Promise<ProcessEnd>
  readonly #streams: readonly MarkedLines[]

  private constructor(child: ChildProcess, pid: number, streams: readonly MarkedLines[]) {
    this.pid = pid
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

  /** Rejects when the command cannot be started. */
  static async start(start: ProcessStart, onLine: (line: string) => void): Promise<EnvironmentProcess> {
    const mark = `--${randomBytes(12).toString('hex')}--`
    const child = spawn(start.command, start.args, {
      cwd: start.cwd,
      env: { ...start.environment, _LAB_LOG_MARK: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    const streams = [child.stdout, child.stderr].map(stream => new MarkedLines(stream, mark, onLine))
    if (child.pid === undefined) await new Promise((_, reject) => child.once('error', reject))
    return new EnvironmentProcess(child, child.pid ?? 0, streams)
  }

  /** Resolves when all that was written before the bootstrap's mark has been read. */
  async drain(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, DRAIN_MS)
    })
    await Promise.race([Promise.all(this.#streams.map(stream => stream.marked())), late])
    clearTimeout(timer)
  }

  kill(): void {
    killGroup(this.pid)
  }
}

/** Lines of a stream, and the marks between them. */
class MarkedLines {
  readonly #mark: string
  readonly #onLine: (line: string) => void
  #rest = ''
  /** Marks seen that nobody has waited for yet. */
  #marks = 0
  #waiting: (() => void) | undefined

  constructor(stream: Readable, mark: string, onLine: (line: string) => void) {
    this.#mark = mark
    this.#onLine = onLine
    const decoder = new StringDecoder('utf8')
    stream.on('data', (chunk: Buffer) => this.#read(decoder.write(chunk)))
    stream.on('close', () => {
      if (this.#rest !== '') this.#line(this.#rest)
      this.#rest = ''
      this.#waiting?.()
    })
  }

  async marked(): Promise<void> {
    if (this.#marks === 0) {
      await new Promise<void>(resolve => {
        this.#waiting = resolve
      })
    }
    this.#marks = 0
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
    while (this.#rest.length > MAX_EVENT_BYTES) {
      this.#onLine(this.#rest.slice(0, MAX_EVENT_BYTES))
      this.#rest = this.#rest.slice(MAX_EVENT_BYTES)
    }
  }

  #line(line: string): void {
    if (!line.endsWith(this.#mark)) {
      this.#onLine(line)
      return
    }
    if (line.length > this.#mark.length) this.#onLine(line.slice(0, -this.#mark.length))
    this.#marks++
    this.#waiting?.()
    this.#waiting = undefined
  }
}
