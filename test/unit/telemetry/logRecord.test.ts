import assert from 'node:assert/strict'
import { parseRecord } from '#telemetry/logRecord.ts'

const id = '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11'

function event(type: string, record: object): string {
  return JSON.stringify({ time: '2026-11-20T10:00:00.250Z', type, record })
}

const time = Date.parse('2026-11-20T10:00:00.250Z')

const known: readonly (readonly [string, object])[] = [
  [
    'INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:1',
    { kind: 'initStart' },
  ],
  [
    'INIT_REPORT Init Duration: 9999.81 ms\tPhase: init\tStatus: timeout\n',
    { kind: 'initReport', initMs: 9999.81, phase: 'init', status: 'timeout' },
  ],
  [
    'INIT_REPORT Init Duration: 12.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError',
    { kind: 'initReport', initMs: 12, phase: 'invoke', status: 'error', errorType: 'Runtime.ExitError' },
  ],
  ['RESTORE_REPORT Restore Duration: 402.11 ms', { kind: 'restoreReport', restoreMs: 402.11 }],
  [
    `2026-11-20T10:00:03.001Z ${id} Task timed out after 3.00 seconds\n\n`,
    { kind: 'timedOut', requestId: id, afterMs: 3000 },
  ],
  [
    event('platform.initStart', { initializationType: 'provisioned-concurrency', phase: 'init' }),
    { kind: 'initStart', time, initialization: 'provisioned-concurrency' },
  ],
  [
    event('platform.initReport', { phase: 'init', status: 'success', metrics: { durationMs: 125.33 } }),
    { kind: 'initReport', initMs: 125.33, phase: 'init', status: 'success' },
  ],
  [
    event('platform.restoreReport', { status: 'success', metrics: { durationMs: 70.87 } }),
    { kind: 'restoreReport', restoreMs: 70.87, status: 'success' },
  ],
]

const unknown = [
  '',
  'START RequestId: 1 Version: $LATEST',
  'INIT_REPORT Init Dura',
  'RESTORE_REPORT Status: error',
  'RESTORE_START Runtime Version: java:21.v1',
  'The Task timed out after 3 seconds, said somebody',
  event('platform.start', { requestId: id }),
  event('platform.initReport', { phase: 'init' }),
  event('platform.initStart', {}).slice(0, -1),
  '{"message":"INIT_START"}',
]

describe('a record of an environment', () => {
  for (const [line, record] of known) {
    it(`is read from ${line.slice(0, 60)}`, () => assert.deepEqual(parseRecord(line), record))
  }

  for (const line of unknown) {
    it(`is not read from ${JSON.stringify(line.slice(0, 60))}`, () => assert.equal(parseRecord(line), undefined))
  }
})
