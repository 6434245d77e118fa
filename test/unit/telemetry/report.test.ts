import assert from 'node:assert/strict'
import { parseReport, reportsOf } from '#telemetry/report.ts'

const id = '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11'
const warm = `REPORT RequestId: ${id}\tDuration: 812.37 ms\tBilled Duration: 813 ms\tMemory Size: 512 MB\tMax Memory Used: 94 MB`
const cold =
  `REPORT RequestId: ${id}\tDuration: 12.05 ms\tBilled Duration: 444 ms\tMemory Size: 512 MB\tMax Memory Used: 94 MB\t` +
  'Init Duration: 431.22 ms\t'

const xrayTraceId = '1-5e34a614-10bdf06ec4cb0ba110bdf06e'

const warmCall = {
  requestId: id,
  durationMs: 812.37,
  billedMs: 813,
  memoryMb: 512,
  maxMemoryUsedMb: 94,
  status: 'success',
}

function jsonReport(record: object, rest: object = {}): string {
  return JSON.stringify({ time: '2026-11-20T10:00:00.250Z', type: 'platform.report', record, ...rest })
}

describe('a text REPORT line', () => {
  it('of a warm call has no init', () => {
    assert.deepEqual(parseReport(warm), warmCall)
  })

  it('of a cold start tells the init', () => {
    assert.deepEqual(parseReport(cold), { ...warmCall, durationMs: 12.05, billedMs: 444, initMs: 431.22 })
  })

  it('is read by field name, whatever the order', () => {
    const [head = '', ...fields] = warm.split('\t')
    assert.deepEqual(parseReport([head, ...fields.reverse()].join('\t')), warmCall)
  })

  it('of a timeout', () => {
    assert.deepEqual(parseReport(`${warm}\tStatus: timeout`), { ...warmCall, status: 'timeout' })
  })

  it('of a crash names its error type', () => {
    assert.deepEqual(parseReport(`${warm}\tStatus: error\tError Type: Runtime.OutOfMemory`), {
      ...warmCall,
      status: 'error',
      errorType: 'Runtime.OutOfMemory',
    })
  })

  it('after a SnapStart restore', () => {
    const line = `${warm}\tRestore Duration: 402.11 ms\tBilled Restore Duration: 150 ms`
    assert.deepEqual(parseReport(line), { ...warmCall, restoreMs: 402.11, billedRestoreMs: 150 })
  })

  it('with X-Ray ids, on the same line and on the next one', () => {
    const traced = { ...warmCall, xrayTraceId }
    const ids = `XRAY TraceId: ${xrayTraceId}\tSegmentId: 67a2ad5f6bd0ee1c\tSampled: true`
    assert.deepEqual(parseReport(`${warm}\t${ids}`), traced)
    assert.deepEqual(parseReport(`${warm}\t\n${ids}\t\n`), traced)
    assert.deepEqual(reportsOf(`${warm}\t\n${ids}\t\n`), [traced])
  })

  it('whose trace id is cut has none: it would be another one', () => {
    assert.deepEqual(parseReport(`${warm}\tXRAY TraceId: ${xrayTraceId.slice(0, -1)}`), warmCall)
  })

  it('with fields nobody knows yet', () => {
    assert.deepEqual(parseReport(`${warm}\tMoon Phase: full`), warmCall)
  })

  it('is no sample when a figure is missing, negative or absurd', () => {
    for (const field of [
      'RequestId: [^\t]+',
      'Duration: 812.37 ms',
      'Billed Duration: 813 ms',
      'Memory Size: 512 MB',
    ]) {
      assert.equal(parseReport(warm.replace(new RegExp(`${field}\t`), '')), undefined, field)
    }
    assert.equal(parseReport(warm.replace('812.37', '-812.37')), undefined)
    assert.equal(parseReport(warm.replace('812.37', 'Infinity')), undefined)
    assert.equal(parseReport(warm.replace('812.37', '6000001')), undefined)
    assert.equal(parseReport(warm.replace('512 MB', '40000 MB')), undefined)
    assert.equal(parseReport(warm.replace('812.37', 'many')), undefined)
    assert.equal(parseReport(warm.replace('812.37', '')), undefined)
  })

  it('cut anywhere before its last needed field is no sample', () => {
    for (let length = 0; length < warm.length; length += 1) {
      assert.equal(parseReport(warm.slice(0, length)), undefined, warm.slice(0, length))
      assert.equal(parseReport(warm.slice(length + 1)), undefined, warm.slice(length + 1))
    }
  })

  it('cut inside its status is no sample, for a timeout must not pass as a success', () => {
    const timeout = `${warm}\tStatus: timeout`
    for (let length = warm.length + 2; length < timeout.length; length += 1) {
      assert.equal(parseReport(timeout.slice(0, length)), undefined, timeout.slice(0, length))
    }
  })

  it('cut inside an optional figure is no sample, for a cold call must not pass as a warm one', () => {
    const start = cold.indexOf('Init Duration')
    for (let length = start + 1; length < cold.indexOf(' ms', start) + 3; length += 1) {
      assert.equal(parseReport(cold.slice(0, length)), undefined, cold.slice(start, length))
    }
  })
})

describe('a JSON platform.report record', () => {
  const metrics = { durationMs: 812.37, billedDurationMs: 813, memorySizeMB: 512, maxMemoryUsedMB: 94 }
  const record = { requestId: id, status: 'success', metrics }
  const time = Date.parse('2026-11-20T10:00:00.250Z')

  it('of a warm call, without initDurationMs', () => {
    assert.deepEqual(parseReport(jsonReport(record)), { ...warmCall, time })
  })

  it('with its keys in any order', () => {
    assert.deepEqual(
      parseReport(JSON.stringify({ record: { metrics, status: 'success', requestId: id }, type: 'platform.report' })),
      warmCall,
    )
  })

  it('of a cold start, a restore, a timeout, a crash', () => {
    assert.equal(parseReport(jsonReport({ ...record, metrics: { ...metrics, initDurationMs: 431.2 } }))?.initMs, 431.2)
    assert.equal(parseReport(jsonReport({ ...record, metrics: { ...metrics, restoreDurationMs: 40 } }))?.restoreMs, 40)
    assert.equal(parseReport(jsonReport({ ...record, status: 'timeout' }))?.status, 'timeout')
    const restore = { ...metrics, restoreDurationMs: 40, billedRestoreDurationMs: 11 }
    assert.equal(parseReport(jsonReport({ ...record, metrics: restore }))?.billedRestoreMs, 11)
    const crash = parseReport(jsonReport({ ...record, status: 'error', errorType: 'Runtime.ExitError' }))
    assert.deepEqual([crash?.status, crash?.errorType], ['error', 'Runtime.ExitError'])
  })

  it('of a traced call', () => {
    const tracing = { type: 'X-Amzn-Trace-Id', value: `Root=${xrayTraceId};Parent=67a2ad5f6bd0ee1c;Sampled=1` }
    assert.equal(parseReport(jsonReport({ ...record, tracing }))?.xrayTraceId, xrayTraceId)
  })

  it('with spans, whose durations are not those of the call', () => {
    const spans = [{ name: 'responseLatency', start: '2026-11-20T10:00:00.250Z', durationMs: 1 }]
    assert.equal(parseReport(jsonReport({ spans, ...record }))?.durationMs, 812.37)
  })

  it('is no sample when cut, of another type, or with figures that are none', () => {
    const line = jsonReport(record)
    assert.equal(parseReport(line.slice(0, -1)), undefined)
    assert.equal(parseReport(line.slice(1)), undefined)
    assert.equal(parseReport(jsonReport(record, { type: 'platform.start' })), undefined)
    assert.equal(parseReport(jsonReport({ ...record, metrics: { ...metrics, durationMs: '812' } })), undefined)
    assert.equal(parseReport(jsonReport({ ...record, metrics: { ...metrics, initDurationMs: -1 } })), undefined)
    assert.equal(parseReport(jsonReport({ ...record, status: undefined })), undefined)
    assert.equal(parseReport('{"type":"platform.report"}'), undefined)
    assert.equal(parseReport('{"type":"platform.report","record":null}'), undefined)
  })
})

describe('the reports in a log tail', () => {
  it('are found among other lines, after a first line that is cut', () => {
    const tail = `${warm.slice(30)}\nSTART RequestId: ${id} Version: 1\nEND RequestId: ${id}\n${cold}\n`
    assert.deepEqual(
      reportsOf(tail).map(report => report.initMs),
      [431.22],
    )
  })

  it('are none when the tail ends inside the report: a missing sample, never a zero', () => {
    assert.deepEqual(reportsOf(`START RequestId: ${id}\n${warm.slice(0, -3)}`), [])
    assert.deepEqual(reportsOf(''), [])
  })

  it('are picked by request id', () => {
    const other = warm.replace(id, 'another')
    assert.deepEqual(reportsOf(`${other}\n${warm}`, id), [warmCall])
    assert.equal(reportsOf(`${other}\n${warm}`).length, 2)
  })
})
