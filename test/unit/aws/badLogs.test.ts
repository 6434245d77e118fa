import assert from 'node:assert/strict'
import { readFrom } from '../../support/labStatistics.ts'
import { type LoggedEvent, type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { type LoggedCall, logOf, textReportLine } from '../../support/logLines.ts'

const good = { durationMs: 50, billedMs: 50, memoryMb: 512, maxMemoryUsedMb: 80, status: 'success' } as const
const absurd: readonly Partial<LoggedCall>[] = [
  { durationMs: -5 },
  { durationMs: 1e12, billedMs: 1e12 },
  { billedMs: -1 },
  { memoryMb: 0 },
  { memoryMb: -512 },
  { memoryMb: 1e9 },
]

describe('logs that hold what cannot be', function () {
  this.timeout(60_000)
  const now = Date.now()
  const time = now - 3_600_000
  let lab: LoggedLab | undefined
  afterEach(async () => await lab?.close())

  /** Each function has a hundred good calls, and between them what is to be left out. */
  function events(group: string, format: 'text' | 'json'): LoggedEvent[] {
    const calls = [
      ...Array.from({ length: 100 }, (_, n) => ({ ...good, time: time + n })),
      ...absurd.map((more, n) => ({ ...good, ...more, time: time + 200 + n })),
    ]
    const cut = textReportLine(good).slice(0, -20)
    const lines = [
      cut,
      cut.slice(30),
      '',
      'REPORT',
      '{"type":"platform.report"}',
      '{"type":"platform.report","record":',
      '\u0000',
    ]
    const stream = '2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef'
    return [
      ...logOf(group, format, calls),
      ...lines.map((message, n) => ({ group, stream, time: time + 300 + n, message })),
    ]
  }

  for (const [way, faults] of [
    ['queried', 'seed=1'],
    ['read event by event', 'deny=logs:StartQuery'],
  ] as const) {
    it(`give the figures of the good calls alone when they are ${way}`, async () => {
      const formats = ['text', 'json'] as const
      lab = await startLoggedLab(
        formats.flatMap(format => events(`/aws/lambda/${format}`, format)),
        { faults },
      )
      for (const format of formats) await lab.create(format)
      const found = await readFrom(lab, formats)
      for (const [name, { statistics }] of found) {
        assert.deepEqual(
          [statistics?.count, statistics?.p50Ms, statistics?.maxMs, statistics?.peakMemoryMb],
          [100, 50, 50, 80],
          name,
        )
      }
    })
  }
})
