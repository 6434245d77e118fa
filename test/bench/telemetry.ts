import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serveLogs } from './telemetry/logService.ts'
import type { ReadingFigures } from './telemetry/measureReading.ts'
import { parserFigures } from './telemetry/parserFigures.ts'

/**
 * How fast reports are read, beside plain parsers; and what the statistics of 500 functions with 2,000 calls each cost in
 * requests, CPU time and memory, beside reading every event: `node test/bench/telemetry.ts [--json] [--functions 500]
 * [--calls 2000] [--parser]`. The service that is asked makes its
 * answers up in another process, so that only the asking is measured.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    functions: { type: 'string', default: '500' },
    calls: { type: 'string', default: '2000' },
    parser: { type: 'boolean', default: false },
  },
})
const functions = Number(values.functions)
const callsEach = Number(values.calls)

process.stderr.write('Parsing …\n')
const parser = parserFigures()
const reading = values.parser ? undefined : await measureReading()
const document = {
  parser,
  ...(reading ? { reading, targets: { parserLinesPerSecond: 1e6, startQueriesAtATime: 10, mostOpenQueries: 10 } } : {}),
}
process.stdout.write(values.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${describe()}\n`)

async function measureReading() {
  const server = await serveLogs(functions, callsEach)
  try {
    const queries = await readIn(server.endpoint, 'queries')
    const events = await readIn(server.endpoint, 'events')
    const ratio = (figure: 'requestsInAll' | 'cpuSeconds' | 'peakRssMb') =>
      Number((events[figure] / queries[figure]).toFixed(2))
    return {
      ours: queries,
      comparedWith: events,
      /** Theirs ÷ ours. */
      ratio: { requests: ratio('requestsInAll'), cpu: ratio('cpuSeconds'), peakMemory: ratio('peakRssMb') },
    }
  } finally {
    await server.close()
  }
}

async function readIn(endpoint: string, way: ReadingFigures['way']): Promise<ReadingFigures> {
  process.stderr.write(`Reading ${functions} functions by ${way} …\n`)
  const script = join(import.meta.dirname, 'telemetry/measureReading.ts')
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const connection = JSON.stringify({ endpoint, region: 'us-east-1', credentials })
  const child = spawn(process.execPath, [script, way, connection, String(functions)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The measured process ended with ${code}.`)
  return JSON.parse(output)
}

function describe(): string {
  const lines = parser.flatMap(({ format, linesPerSecond, comparedWith }) => [
    `${format}: ${millions(linesPerSecond)} lines/s`,
    ...comparedWith.map(other => `  ${other.ratio} × ${other.parser} (${millions(other.linesPerSecond)})`),
  ])
  if (!reading) return lines.join('\n')
  const { ours, comparedWith, ratio } = reading
  return [
    ...lines,
    ...[ours, comparedWith].map(
      ({ way, calls, requestsInAll, mostOpenQueries, cpuSeconds, peakRssMb }) =>
        `${way}: ${calls} calls, ${requestsInAll} requests, ${mostOpenQueries} queries open at most, ${cpuSeconds} s CPU, ${peakRssMb} MB`,
    ),
    `every event takes ${ratio.requests} × the requests, ${ratio.cpu} × the CPU time, ${ratio.peakMemory} × the memory`,
  ].join('\n')
}

function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(2)} M`
}
