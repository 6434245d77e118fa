import assert from 'node:assert/strict'
import { readFrom, someCalls, statisticsService } from '../../support/labStatistics.ts'
import { type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { logOf } from '../../support/logLines.ts'

describe('statistics when something is wrong', function () {
  this.timeout(60_000)
  const now = Date.now()
  const calls = someCalls(1000, 5, now)
  const names = ['one', 'two']
  let lab: LoggedLab | undefined
  afterEach(async () => await lab?.close())

  /** The faults begin once the functions are there. */
  async function start(faults: string): Promise<LoggedLab> {
    const events = names.flatMap(name => logOf(`/aws/lambda/${name}`, 'text', calls))
    lab = await startLoggedLab(events, { faults })
    for (const name of names) await createWithFaults(lab, name)
    return lab
  }

  /** Its requests are throttled as well. */
  async function createWithFaults(faulty: LoggedLab, name: string): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        await faulty.create(name)
        return
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceConflictException') return
      }
    }
    assert.fail(`${name} was not created`)
  }

  it('come as they are from a service that throttles and fails now and then', async () => {
    const found = await readFrom(await start('throttle=0.2,server-error=0.1,seed=3'), names)
    for (const { statistics } of found.values()) assert.equal(statistics?.count, 1000)
  })

  it('are sampled, with the reason, where queries are denied', async () => {
    const found = await readFrom(await start('deny=logs:StartQuery'), names)
    for (const { statistics, sampled, notes } of found.values()) {
      assert.deepEqual([statistics?.count, sampled], [1000, true])
      assert.match(notes.find(({ code }) => code === 'sampled')?.text ?? '', /logs:StartQuery/)
    }
  })

  it('name the missing action where nothing may be read', async () => {
    const denied = await start('deny=logs:*')
    await assert.rejects(readFrom(denied, names), { code: 'access-denied', message: /logs:StartQuery/ })
  })

  it('come all the same where log groups may not be listed', async () => {
    const found = await readFrom(await start('deny=logs:DescribeLogGroups'), names)
    for (const { statistics } of found.values()) assert.equal(statistics?.count, 1000)
  })

  it('tell how to sign in again when the token has expired', async () => {
    lab = await startLoggedLab([], { faults: 'expired-token=true' })
    await assert.rejects(readFrom(lab, names), { code: 'credentials-expired' })
  })

  it('tell that nothing answers once the lab has stopped', async () => {
    const stopped = await start('seed=1')
    await stopped.lab.lab.stop()
    await assert.rejects(readFrom(stopped, names), { code: 'unreachable' })
  })

  it('leave at once when nobody waits, though the service is slow', async () => {
    const slow = await start('latency-ms=400')
    const controller = new AbortController()
    const asked = statisticsService(slow).statisticsOf('one', 24, controller.signal)
    setImmediate(() => controller.abort())
    await assert.rejects(asked, { name: 'AbortError' })
  })
})
