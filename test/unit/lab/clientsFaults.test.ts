import assert from 'node:assert/strict'
import { join } from 'node:path'
import { findProgram, runClient } from './foreignClient.ts'
import { TestLab } from './testLab.ts'

/** What each fault is told as, by name. */
const faults = {
  throttled: 'throttle=1',
  retried: 'throttle=0.3,seed=3',
  broken: 'server-error=1',
  denied: 'deny=lambda:*,deny=logs:DescribeLogGroups',
  expired: 'expired-token=true',
  latency: 'latency-ms=2000',
  update: 'slow-update-ms=300,update-failure=1',
  death: 'death=1',
}

describe('faults of the lab, as boto3 understands them', function () {
  this.timeout(120_000)
  const labs = new Map<string, TestLab>()
  let python = ''

  before(async function () {
    const found = findProgram('python3', ['-c', 'import boto3'])
    if (found === undefined) this.skip()
    python = found
    for (const [name, text] of Object.entries(faults)) labs.set(name, await TestLab.start({ faults: text }))
    for (const name of ['update', 'death'])
      await labs.get(name)?.create('f', { 'index.js': 'exports.handler = async () => 1' })
  })
  after(async () => {
    for (const lab of labs.values()) await lab.stop()
  })

  it('are the exceptions that it has for them, and are tried again', async () => {
    const [first] = labs.values()
    assert.ok(first)
    const all = [...labs].map(([name, { lab }]) => [name, { endpoint: lab.endpoint, ...lab.credentials }])
    const LABS = JSON.stringify(Object.fromEntries(all))
    const script = join(import.meta.dirname, 'clientsFaults.py')
    const { code, stdout, stderr } = await runClient(python, [script], first.lab, { LABS })
    assert.equal(code, 0, stderr)
    assert.deepEqual(JSON.parse(stdout), {
      throttled: [
        ['TooManyRequestsException', 429],
        ['ThrottlingException', 400],
      ],
      retried: true,
      broken: [
        ['ServiceException', 500],
        ['ServiceUnavailableException', 500],
      ],
      denied: [
        ['AccessDeniedException', 403],
        ['AccessDeniedException', 403],
      ],
      expired: [
        ['ExpiredTokenException', 403],
        ['ExpiredTokenException', 403],
      ],
      latency: ['timeout', 0],
      update: ['InProgress', 'Failed', true],
      death: ['Unhandled', 'Runtime.ExitError'],
    })
  })
})
