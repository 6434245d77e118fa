import assert from 'node:assert/strict'
import { callReport, interpreterOf } from '#editor/callReport.ts'

const log = [
  'INIT_START Runtime Version: nodejs24.x by /usr/bin/node 24.1.0',
  'START RequestId: 7d8 Version: $LATEST',
  '2026-11-21T10:00:00.000Z\t7d8\tINFO\tone\rtwo',
  'END RequestId: 7d8',
  'REPORT RequestId: 7d8\tDuration: 12.34 ms\tBilled Duration: 53 ms\tMemory Size: 512 MB\tMax Memory Used: 48 MB\tInit Duration: 40.10 ms\t\n',
].join('\n')

describe('the report of a call', () => {
  it('has result, timing, what ran it, the limiter and the log', () => {
    const answer = { payload: '{"a":1}', logTail: log }
    const interpreter = interpreterOf(log)
    assert.ok(interpreter)
    assert.equal(
      callReport({ heading: 'Orders with order.json', answer, interpreter, limiter: 'cgroup2' }),
      `── Orders with order.json
Result: {
  "a": 1
}
Timing: 12 ms · init 40 ms · billed 53 ms · 48 of 512 MB
Run by: nodejs24.x by /usr/bin/node 24.1.0
CPU limited by: control groups
Log:
  INIT_START Runtime Version: nodejs24.x by /usr/bin/node 24.1.0
  START RequestId: 7d8 Version: $LATEST
  2026-11-21T10:00:00.000Z\t7d8\tINFO\tone
  two
  END RequestId: 7d8
  REPORT RequestId: 7d8\tDuration: 12.34 ms\tBilled Duration: 53 ms\tMemory Size: 512 MB\tMax Memory Used: 48 MB\tInit Duration: 40.10 ms\t
`,
    )
  })

  it('says that it failed, and what it does not know', () => {
    const answer = { payload: 'no JSON', functionError: 'Unhandled', logTail: 'the middle of something' }
    const report = callReport({ heading: 'Orders', answer, limiter: 'none' })
    assert.match(report, /^Error: no JSON$/m)
    assert.match(report, /^Timing: not in the end of the log$/m)
    assert.match(report, /^CPU limited by: nothing: on this machine it runs at full speed/m)
    assert.ok(!report.includes('Run by'))
  })

  it('finds what ran it in JSON logs as well', () => {
    const start =
      '{"time":"t","type":"platform.initStart","record":{"runtimeVersion":"python3.13 by /usr/bin/python3 3.13.1"}}'
    assert.equal(interpreterOf(`${start}\n`), 'python3.13 by /usr/bin/python3 3.13.1')
    assert.equal(interpreterOf('START RequestId: 7d8'), undefined)
  })
})
