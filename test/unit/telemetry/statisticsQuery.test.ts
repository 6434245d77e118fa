import assert from 'node:assert/strict'
import { type QueryScope, statisticsQuery, waitsQuery } from '#telemetry/statisticsQuery.ts'
import { jsonReportLine, textReportLine } from '../../support/logLines.ts'

const fields: QueryScope = { words: 'fields', byFunction: false }
const patterns: QueryScope = { words: 'patterns', byFunction: false }

const call = {
  durationMs: 812.37,
  billedMs: 1245,
  initMs: 431.22,
  memoryMb: 512,
  maxMemoryUsedMb: 94,
  status: 'timeout',
} as const

/** What the `parse` commands of a query find in a message; the service's patterns are JavaScript's here. */
function parsed(query: string, message: string): Record<string, string> {
  const found = [...query.matchAll(/\| parse @message \/(.+)\/$/gm)].map(([, pattern = '']) => {
    return new RegExp(pattern).exec(message)?.groups ?? {}
  })
  return Object.assign({}, ...found) as Record<string, string>
}

/** Whether the first command lets the message pass. */
function passes(query: string, message: string): boolean {
  const [first = ''] = query.split('\n')
  return [...first.matchAll(/like \/(.+?)\/(?: or |$)/g)].some(([, pattern = '']) => new RegExp(pattern).test(message))
}

describe('the query for statistics', () => {
  it('of Standard groups reads text and JSON by the fields that the service finds', () => {
    assert.equal(
      statisticsQuery(fields),
      [
        'filter @type = "REPORT" or type = "platform.report"',
        '| fields coalesce(@duration, record.metrics.durationMs) as durationMs, coalesce(@billedDuration, record.metrics.billedDurationMs) as billedMs, coalesce(@initDuration, record.metrics.initDurationMs) as initMs, coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as memoryMb, coalesce(@maxMemoryUsed / 1000000, record.metrics.maxMemoryUsedMB) as usedMb, coalesce(record.status, "-") as jsonStatus',
        '| fields strcontains(@message, "Status: timeout") + strcontains(jsonStatus, "timeout") as isTimeout, strcontains(@message, "Status: error") + strcontains(jsonStatus, "error") + strcontains(jsonStatus, "failure") as isError',
        '| filter durationMs >= 0 and durationMs <= 6000000 and billedMs >= 0 and billedMs <= 6000000 and memoryMb > 0 and memoryMb <= 32768 and usedMb >= 0',
        '| stats count(*) as calls, pct(durationMs, 50) as p50Ms, pct(durationMs, 90) as p90Ms, pct(durationMs, 95) as p95Ms, pct(durationMs, 99) as p99Ms, max(durationMs) as maxMs, count(initMs) as inits, pct(initMs, 50) as initP50Ms, pct(initMs, 99) as initP99Ms, sum(strcontains(@message, "Restore Duration: ") + strcontains(@message, "restoreDurationMs")) as restores, sum(isTimeout) as timeouts, sum(isError) as errors, sum(strcontains(@message, "Runtime.OutOfMemory")) as outOfMemory, sum(billedMs) as billedMs, max(usedMb) as usedMb by @log, memoryMb',
        '| limit 10000',
      ].join('\n'),
    )
  })

  it('splits by version or by time on demand', () => {
    const byVersion = statisticsQuery(fields, 'version')
    assert.match(byVersion, /\| parse @logStream "\[\*\]" as version\n/)
    assert.match(byVersion, / by @log, memoryMb, version\n/)
    assert.match(statisticsQuery(fields, { binMinutes: 15 }), / by @log, memoryMb, bin\(15m\) as binStart\n/)
  })

  it('of one version looks at its streams alone', () => {
    assert.match(statisticsQuery({ ...fields, version: '$LATEST' }), /\| filter @logStream like "\[\$LATEST\]"\n/)
  })

  it('of a group that functions share groups by the name in the stream', () => {
    const query = statisticsQuery({ ...fields, byFunction: true })
    assert.match(query, / by @log, functionName, memoryMb\n/)
    const [, pattern = ''] = /parse @logStream \/(.+)\/\n/.exec(query) ?? []
    const nameOf = (stream: string) => new RegExp(pattern).exec(stream)?.groups?.['functionName']
    assert.equal(nameOf('2026/11/20/orders[$LATEST]0123456789abcdef'), 'orders')
    assert.equal(nameOf('2026/11/20/[7]0123456789abcdef'), '')
    assert.equal(nameOf('my-own-stream'), undefined)
  })

  it('fits the 10,000 characters that a query may have', () => {
    for (const words of ['fields', 'patterns'] as const) {
      const scope = { words, byFunction: true, version: '12345' }
      for (const text of [statisticsQuery(scope, 'version'), waitsQuery(scope)]) assert.ok(text.length < 10_000)
    }
  })
})

describe('the query by patterns, for classes without fields', () => {
  const query = statisticsQuery(patterns)
  const cold = {
    durationMs: '812.37',
    billedMs: '1245',
    initMs: '431.22',
    memoryMb: '512',
    usedMb: '94',
    outcome: 'timeout',
  }

  it('finds each figure of a text report by its name', () => {
    assert.deepEqual(parsed(query, textReportLine(call)), cold)
    const { initMs: _, outcome: __, ...warm } = cold
    const { initMs: ___, ...rest } = call
    assert.deepEqual(parsed(query, textReportLine({ ...rest, status: 'success' })), warm)
    const restored = `${textReportLine(call).trimEnd()}\tRestore Duration: 402.11 ms\tBilled Restore Duration: 150 ms`
    assert.equal(parsed(query, restored)['restoreMs'], '402.11')
  })

  it('finds each figure of a JSON report by its name, in any order, and no span for a metric', () => {
    const line = jsonReportLine(call)
    assert.deepEqual(parsed(query, line), cold)
    const { record } = JSON.parse(line)
    const spans = [{ name: 'responseLatency', durationMs: 1 }]
    const metrics = Object.fromEntries(Object.entries(record.metrics).reverse())
    const turned = { record: { spans, status: record.status, metrics, requestId: 'r' }, type: 'platform.report' }
    assert.deepEqual(parsed(query, JSON.stringify(turned)), cold)
  })

  it('reads reports, and neither other records nor what a function prints', () => {
    assert.ok(passes(query, textReportLine(call)))
    assert.ok(passes(query, jsonReportLine(call)))
    assert.ok(!passes(query, 'START RequestId: 1 Version: $LATEST'))
    assert.ok(!passes(query, 'A REPORT RequestId: of my own'))
    assert.ok(!passes(query, jsonReportLine(call).replace('platform.report', 'platform.start')))
  })
})
