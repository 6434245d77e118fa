import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogStore } from './logStore.ts'

/** Newest last. */
const FILES = { old: 'logs.old.ndjson', current: 'logs.ndjson' }
/** A file is put aside when it is larger than this; the one put aside before is dropped. */
const MAX_FILE_BYTES = 8 * 1024 * 1024
const FLUSH_MS = 200
/** As much is written at once, without waiting. */
const FLUSH_CHARACTERS = 1024 * 1024

/** Keeps log events on disk, so that a later lab serves them too: one JSON array a line, two files at most. */
export class LogFile {
  readonly #path: string
  readonly #oldPath: string
  #pending: string[] = []
  #pendingCharacters = 0
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, FILES.current)
    this.#oldPath = join(folder, FILES.old)
  }

  /** Reads what earlier labs have written into the store, and writes what is added to it from now on. */
  attach(store: LogStore): void {
    for (const path of [this.#oldPath, this.#path]) {
      for (const line of readLines(path)) {
        const event = parseEvent(line)
        if (event) store.append(event.group, event.stream, event.message, event.timestamp)
      }
    }
    this.#bytes = sizeOf(this.#path)
    store.onWrite((group, { stream, message, timestamp }) => {
      const line = `${JSON.stringify([group, stream, message, timestamp])}\n`
      this.#pending.push(line)
      this.#pendingCharacters += line.length
      if (this.#pendingCharacters > FLUSH_CHARACTERS) this.flush()
      else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS)
    })
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = this.#pending.join('')
    this.#pending = []
    this.#pendingCharacters = 0
    if (text === '') return
    try {
      if (this.#bytes > MAX_FILE_BYTES) {
        renameSync(this.#path, this.#oldPath)
        this.#bytes = 0
      }
      appendFileSync(this.#path, text)
      this.#bytes += Buffer.byteLength(text)
    } catch {
      // A full or vanished disk must not end calls; the events stay in memory.
    }
  }
}

export interface KeptEvent {
  readonly group: string
  readonly stream: string
  readonly message: string
  /** Epoch ms. */
  readonly timestamp: number
}

/** What labs have kept in a folder, of the lines that have one of the terms; empty where there is nothing. */
export async function readKeptEvents(folder: string, terms: readonly string[]): Promise<KeptEvent[]> {
  const texts = await Promise.all([FILES.old, FILES.current].map(name => readText(join(folder, name))))
  return texts.flatMap(text =>
    text
      .split('\n')
      .filter(line => terms.some(term => line.includes(term)))
      .flatMap(line => parseEvent(line) ?? []),
  )
}

/** Another text when what is kept in a folder has changed. */
export async function keptState(folder: string): Promise<string> {
  const stats = await Promise.all(
    Object.values(FILES).map(name => stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }))),
  )
  return stats.map(({ size, mtimeMs }) => `${size}/${mtimeMs}`).join(' ')
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

/** Undefined for a line that was cut off or is something else. */
function parseEvent(line: string): KeptEvent | undefined {
  try {
    const [group, stream, message, timestamp] = JSON.parse(line) as unknown[]
    if (typeof group !== 'string' || typeof stream !== 'string') return undefined
    if (typeof message !== 'string' || typeof timestamp !== 'number') return undefined
    return { group, stream, message, timestamp }
  } catch {
    return undefined
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
