import assert from 'node:assert/strict'
import { parseReport } from '#telemetry/report.ts'
import { ReportReader } from '#telemetry/reportReader.ts'

const id = '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11'
const trace = '1-5e34a614-10bdf06ec4cb0ba110bdf06e'

function text(durationMs: string, more = ''): string {
  return `REPORT RequestId: ${id}\tDuration: ${durationMs} ms\tBilled Duration: 813 ms\tMemory Size: 512 MB\tMax Memory Used: 94 MB\t${more}`
}

function json(metrics: object, rest: object = {}): string {
  const record = { requestId: id, metrics, status: 'success', ...rest }
  return JSON.stringify({ time: '2026-11-20T10:00:00.250Z', type: 'platform.report', record })
}

const figures = { durationMs: 812.37, billedDurationMs: 813, memorySizeMB: 512, maxMemoryUsedMB: 94 }
const backwards = Object.fromEntries(Object.entries(figures).reverse())

const shapes = [
  text('812.37'),
  text('812.37', '\n'),
  text('0.99', 'Init Duration: 431.22 ms\t\n'),
  text('0.99', 'Restore Duration: 402.11 ms\tBilled Restore Duration: 150 ms\t\n'),
  text('3000.00', 'Status: timeout\n'),
  text('9.00', 'Status: error\tError Type: Runtime.OutOfMemory\n'),
  text('9.00', `\nXRAY TraceId: ${trace}\tSegmentId: 67a2ad5f6bd0ee1c\tSampled: true\t\n`),
  text('9.00', 'Moon Phase: full (really)\t\n'),
  `REPORT RequestId: ${id}\tMax Memory Used: 94 MB\tDuration: 1 ms\tMemory Size: 512 MB\tBilled Duration: 2 ms`,
  json(figures),
  `${json(figures)}\n`,
  json(backwards),
  json({ ...figures, initDurationMs: 431.221 }),
  json({ ...figures, durationMs: 1e-7 }),
  json(figures, { status: 'error', errorType: 'Runtime.ExitError' }),
  json(figures, { tracing: { type: 'X-Amzn-Trace-Id', value: `Root=${trace};Sampled=1` } }),
  json(figures, { spans: [{ name: 'a "quoted" one', durationMs: 1 }], status: 'failure', more: null, all: true }),
  `{ "type": "platform.report", "record": ${JSON.stringify({ requestId: id, metrics: figures, status: 'timeout' })} }`,
  JSON.stringify({ record: { metrics: figures, status: 'success', requestId: id }, type: 'platform.report' }),
]

const others = [
  '',
  'START RequestId: 1 Version: 1',
  text('-1'),
  text('many'),
  json({ ...figures, durationMs: '1' }),
  json({ ...figures, durationMs: null }),
  json({ ...figures, initDurationMs: -1 }),
  json(figures, { status: 'unheard of' }),
  json(figures).replace('platform.report', 'platform.start'),
  json(figures).replace('2026-11-20T10:00:00.250Z', 'soon'),
  '{"level":"INFO","message":"about \\"platform.report\\""}',
]

describe('a reader of many reports', () => {
  it('reads what a single report says, the first time and once it knows the layout', () => {
    const reader = new ReportReader()
    for (let round = 0; round < 3; round += 1) {
      for (const line of shapes) {
        const expected = parseReport(line)
        assert.ok(expected, line)
        assert.deepEqual(reader.read(line), expected, line)
      }
      for (const line of others) assert.deepEqual(reader.read(line), parseReport(line), line)
    }
  })

  it('takes the figures of each line, not those of the line it learned from', () => {
    const reader = new ReportReader()
    for (const duration of ['1.00', '0.07', '812.37', '899999.99', '12', '1234567.125']) {
      assert.equal(reader.read(text(duration))?.durationMs, Number(duration))
      const durationMs = Number(duration)
      assert.equal(reader.read(json({ ...figures, durationMs }))?.durationMs, durationMs)
    }
    const later = json(figures).replace('10:00:00.250', '23:59:59.999')
    assert.equal(reader.read(later)?.time, Date.parse('2026-11-20T23:59:59.999Z'))
  })

  it('takes no cut line for a whole one, wherever it was cut', () => {
    const reader = new ReportReader()
    for (const line of shapes) reader.read(line)
    for (const line of shapes) {
      for (let length = 1; length < line.length; length += 1) {
        for (const piece of [line.slice(0, length), line.slice(length)]) {
          assert.deepEqual(reader.read(piece), parseReport(piece), piece)
        }
      }
    }
  })

  it('goes on when somebody makes up more layouts than Lambda has', () => {
    const reader = new ReportReader()
    for (let n = 0; n < 1000; n += 1) {
      assert.equal(reader.read(json(figures, { [`made-up-${n}`]: n }))?.durationMs, 812.37)
      assert.equal(reader.read(text('1.50', `Made Up ${n}: ${n}\t`))?.durationMs, 1.5)
    }
    assert.equal(reader.read(json(figures))?.durationMs, 812.37)
  })

  it('reads a report as long as an event may be', () => {
    const long = json(figures, { note: 'x'.repeat(200_000) })
    const reader = new ReportReader()
    for (let round = 0; round < 3; round += 1) assert.deepEqual(reader.read(long), parseReport(long))
  })
})
