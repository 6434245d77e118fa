import assert from 'node:assert/strict'
import { readSystemFigures, systemQuery } from '#telemetry/lambdaInsights.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { FakeLogs } from '../../support/fakeLogs.ts'

const { signal } = new AbortController()

describe('the records of Lambda Insights', () => {
  it('are asked for by the names of functions, in one query', async () => {
    const logs = new FakeLogs()
    logs.answer = () => [
      new Map(Object.entries({ function_name: 'a', calls: '10', cpuMeanMs: '12.5', tmpMaxBytes: '0', cpuP99Ms: '' })),
      new Map([['calls', '3']]),
    ]
    const { figures, scannedBytes } = await readSystemFigures(
      ['a', 'b'],
      { from: 0, to: 1 },
      new QueryRunner(logs),
      signal,
    )
    assert.deepEqual([...figures], [['a', { calls: 10, cpuMeanMs: 12.5, tmpMaxBytes: 0 }]])
    assert.equal(scannedBytes, 1e6)
    assert.deepEqual(logs.queries, [
      { groups: ['/aws/lambda-insights'], text: systemQuery(['a', 'b']), window: { from: 0, to: 1 } },
    ])
    assert.match(systemQuery(['a', 'b']), /^filter function_name in \["a", "b"\]\n/)
  })
})
