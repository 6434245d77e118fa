import { randomUUID } from 'node:crypto'
import { seededRandom } from '#common/random.ts'
import { ReportReader } from '#telemetry/reportReader.ts'
import { jsonReportLine, textReportLine } from '../../support/logLines.ts'

/** Reads one line; whether it was a report. */
type Parser = (line: string) => boolean

export interface ParserFigures {
  readonly format: 'text' | 'json'
  readonly lines: number
  /** Of CPU time of one core, the median of the rounds. */
  readonly linesPerSecond: number
  readonly comparedWith: readonly { readonly parser: string; readonly linesPerSecond: number; readonly ratio: number }[]
}

const lines = 50_000
const rounds = 15

/** All parsers take turns, so that other work on the machine slows them alike. */
export function parserFigures(): readonly ParserFigures[] {
  const reader = new ReportReader()
  const ours: Parser = line => reader.read(line) !== undefined
  return [
    figures('text', someLines('text'), {
      ours,
      'one regex a field, any order': fieldRegexes,
      'one regex, fixed order': lineRegex,
    }),
    figures('json', someLines('json'), { ours, 'one regex a field, any order': jsonRegexes, 'JSON.parse': jsonParse }),
  ]
}

function someLines(format: 'text' | 'json'): string[] {
  const random = seededRandom(1)
  return Array.from({ length: lines }, (_, n) => {
    const durationMs = Math.round(random() * 100_000) / 100
    const cold = n % 20 === 0 ? { initMs: 431.22 } : {}
    const call = {
      durationMs,
      billedMs: Math.ceil(durationMs),
      memoryMb: 512,
      maxMemoryUsedMb: 94,
      status: 'success',
    } as const
    const line = format === 'text' ? textReportLine : jsonReportLine
    // As it comes from a socket: one flat string.
    return Buffer.from(line({ ...call, ...cold, requestId: randomUUID(), time: 1.79e12 + n })).toString()
  })
}

function figures(
  format: 'text' | 'json',
  all: readonly string[],
  { ours, ...others }: Readonly<Record<string, Parser>> & { readonly ours: Parser },
): ParserFigures {
  const parsers = Object.entries({ ours, ...others })
  const times = new Map<string, number[]>(parsers.map(([name]) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, parser] of parsers) {
      const seconds = cpuSeconds(all, parser)
      // The first round compiles.
      if (round > 0) times.get(name)?.push(seconds)
    }
  }
  const speed = (name: string) => Math.round(all.length / median(times.get(name) ?? []))
  const linesPerSecond = speed('ours')
  return {
    format,
    lines: all.length * rounds,
    linesPerSecond,
    comparedWith: Object.keys(others).map(parser => {
      const other = speed(parser)
      return { parser, linesPerSecond: other, ratio: Number((linesPerSecond / other).toFixed(2)) }
    }),
  }
}

function cpuSeconds(all: readonly string[], parser: Parser): number {
  const started = process.cpuUsage()
  let found = 0
  for (const line of all) if (parser(line)) found += 1
  const { user, system } = process.cpuUsage(started)
  if (found !== all.length) throw new Error(`Only ${found} of ${all.length} lines were read.`)
  return (user + system) / 1e6
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

const textPatterns = {
  requestId: /RequestId: (\S+)/,
  durationMs: /\tDuration: ([\d.]+) ms/,
  billedMs: /\tBilled Duration: (\d+) ms/,
  memoryMb: /\tMemory Size: (\d+) MB/,
  maxMemoryUsedMb: /\tMax Memory Used: (\d+) MB/,
  initMs: /\tInit Duration: ([\d.]+) ms/,
  status: /\tStatus: (\S+)/,
  errorType: /\tError Type: (\S+)/,
}

const jsonPatterns = {
  requestId: /"requestId":"([^"]+)"/,
  durationMs: /"durationMs":([\d.]+)/,
  billedMs: /"billedDurationMs":(\d+)/,
  memoryMb: /"memorySizeMB":(\d+)/,
  maxMemoryUsedMb: /"maxMemoryUsedMB":(\d+)/,
  initMs: /"initDurationMs":([\d.]+)/,
  status: /"status":"([^"]+)"/,
  errorType: /"errorType":"([^"]+)"/,
}

function fieldRegexes(line: string): boolean {
  return line.startsWith('REPORT ') && byPatterns(line, textPatterns)
}

function jsonRegexes(line: string): boolean {
  return line.includes('"platform.report"') && byPatterns(line, jsonPatterns)
}

function byPatterns(line: string, patterns: typeof textPatterns): boolean {
  const requestId = patterns.requestId.exec(line)?.[1]
  const call = {
    requestId,
    durationMs: number(patterns.durationMs.exec(line)),
    billedMs: number(patterns.billedMs.exec(line)),
    memoryMb: number(patterns.memoryMb.exec(line)),
    maxMemoryUsedMb: number(patterns.maxMemoryUsedMb.exec(line)),
    initMs: number(patterns.initMs.exec(line)),
    status: patterns.status.exec(line)?.[1] ?? 'success',
    errorType: patterns.errorType.exec(line)?.[1],
  }
  return call.requestId !== undefined && call.durationMs !== undefined
}

const wholeLine =
  /^REPORT RequestId: (\S+)\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms\tMemory Size: (\d+) MB\tMax Memory Used: (\d+) MB\t(?:Init Duration: ([\d.]+) ms\t)?(?:Status: (\S+))?(?:\tError Type: (\S+))?/

function lineRegex(line: string): boolean {
  const match = wholeLine.exec(line)
  if (!match) return false
  const [, requestId, duration, billed, memory, used, init, status = 'success', errorType] = match
  const call = {
    requestId,
    durationMs: Number(duration),
    billedMs: Number(billed),
    memoryMb: Number(memory),
    maxMemoryUsedMb: Number(used),
    initMs: init === undefined ? undefined : Number(init),
    status,
    errorType,
  }
  return call.durationMs >= 0
}

function jsonParse(line: string): boolean {
  const { type, time, record } = JSON.parse(line)
  const { requestId, status, errorType, metrics } = record
  const call = {
    requestId,
    time: Date.parse(time),
    durationMs: metrics.durationMs,
    billedMs: metrics.billedDurationMs,
    memoryMb: metrics.memorySizeMB,
    maxMemoryUsedMb: metrics.maxMemoryUsedMB,
    initMs: metrics.initDurationMs,
    status,
    errorType,
  }
  return type === 'platform.report' && call.durationMs >= 0
}

function number(match: RegExpExecArray | null): number | undefined {
  return match?.[1] === undefined ? undefined : Number(match[1])
}
