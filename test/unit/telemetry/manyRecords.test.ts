import assert from 'node:assert/strict'
import { ReportReader } from '#telemetry/reportReader.ts'
import { summarize } from '#telemetry/statistics.ts'
import { textReportLine } from '../../support/logLines.ts'

describe('a million records with one request id', () => {
  it('are a million calls, as retries of one event are', function () {
    this.timeout(60_000)
    const requestId = '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11'
    const lines = Array.from({ length: 100 }, (_, n) =>
      textReportLine({
        requestId,
        durationMs: n,
        billedMs: n,
        memoryMb: 512,
        maxMemoryUsedMb: 80,
        status: n === 50 ? 'timeout' : 'success',
      }),
    )
    const reader = new ReportReader()
    const calls = Array.from({ length: 1_000_000 }, (_, n) => reader.read(lines[n % 100] ?? '') ?? assert.fail(`${n}`))
    const statistics = summarize(calls, { architecture: 'x86_64', region: 'us-east-1' })
    assert.deepEqual(
      [statistics?.count, statistics?.maxMs, statistics?.timeouts, statistics?.billedMs],
      [1_000_000, 99, 10_000, 49_500_000],
    )
  })
})
