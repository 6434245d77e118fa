import assert from 'node:assert/strict'
import type { LogQuery, LogReader, QueryState } from '#telemetry/logReader.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { lensError } from '../../support/fakeLogs.ts'

const query: LogQuery = { groups: ['/aws/lambda/a'], text: 'stats count(*)', window: { from: 0, to: 1 } }
const rows = [new Map([['calls', '1']])]
const complete: QueryState = { status: 'complete', rows, scannedBytes: 7 }
const running: QueryState = { status: 'running', rows: [], scannedBytes: 0 }

/** A service of which a test says how queries end. */
class Service implements Pick<LogReader, 'startQuery' | 'queryState' | 'stopQuery'> {
  started = 0
  open = 0
  mostOpen = 0
  readonly stopped: string[] = []
  readonly pauses: number[] = []
  start = async (): Promise<void> => {}
  state: (id: string) => Promise<QueryState> = async () => complete

  async startQuery(): Promise<string> {
    await this.start()
    this.started += 1
    this.open += 1
    this.mostOpen = Math.max(this.mostOpen, this.open)
    return String(this.started)
  }

  async queryState(id: string): Promise<QueryState> {
    const state = await this.state(id)
    if (state.status !== 'running') this.open -= 1
    return state
  }

  async stopQuery(id: string): Promise<void> {
    this.open -= 1
    this.stopped.push(id)
  }

  runner(): QueryRunner {
    const pause = async (ms: number, signal: AbortSignal) => {
      this.pauses.push(ms)
      await new Promise(setImmediate)
      signal.throwIfAborted()
    }
    return new QueryRunner(this as unknown as LogReader, pause)
  }
}

describe('a runner of queries', () => {
  const never = new AbortController().signal

  it('gives the rows and what was scanned', async () => {
    assert.deepEqual(await new Service().runner().run(query, never), { rows, scannedBytes: 7 })
  })

  it('looks ever less often, up to every 3 s', async () => {
    const service = new Service()
    let looks = 0
    service.state = async () => (looks++ < 12 ? running : complete)
    await service.runner().run(query, never)
    const { pauses } = service
    assert.equal(pauses.length, 12)
    for (const [index, pause] of pauses.slice(1).entries()) assert.ok(pause >= (pauses[index] ?? 0))
    assert.equal(pauses.at(-1), 3000)
  })

  it('has never more than ten queries open', async () => {
    const service = new Service()
    const looks = new Map<string, number>()
    service.state = async id => {
      looks.set(id, (looks.get(id) ?? 0) + 1)
      return (looks.get(id) ?? 0) < 3 ? running : complete
    }
    const runner = service.runner()
    await Promise.all(Array.from({ length: 60 }, async () => await runner.run(query, never)))
    assert.equal(service.started, 60)
    assert.equal(service.mostOpen, 10)
    assert.equal(service.open, 0)
  })

  it('stops a query when its signal fires, and tells its caller at once', async () => {
    const service = new Service()
    const controller = new AbortController()
    service.state = async () => {
      controller.abort()
      return running
    }
    await assert.rejects(service.runner().run(query, controller.signal), { name: 'AbortError' })
    await new Promise(setImmediate)
    assert.deepEqual(service.stopped, ['1'])
  })

  it('stops a query that was being started when its signal fired', async () => {
    const service = new Service()
    const controller = new AbortController()
    let begin = () => {}
    service.start = async () => {
      controller.abort()
      await new Promise<void>(resolve => {
        begin = resolve
      })
    }
    await assert.rejects(service.runner().run(query, controller.signal), { name: 'AbortError' })
    assert.deepEqual(service.stopped, [])
    begin()
    await new Promise(setImmediate)
    assert.deepEqual(service.stopped, ['1'])
  })

  it('does not start one whose signal has fired while it stood in line, and gives its place to the next', async () => {
    const service = new Service()
    let isHeld = true
    service.state = async () => (isHeld ? running : complete)
    const runner = service.runner()
    const first = Array.from({ length: 10 }, async () => await runner.run(query, never))
    const left = new AbortController()
    const leaving = runner.run(query, left.signal)
    const last = runner.run(query, never)
    left.abort()
    await assert.rejects(leaving, { name: 'AbortError' })
    isHeld = false
    await Promise.all([...first, last])
    assert.equal(service.started, 11)
  })

  it('waits where the account has too many queries open, or is throttled', async () => {
    for (const code of ['too-many-queries', 'throttled']) {
      const service = new Service()
      let refusals = 0
      service.start = async () => {
        if (refusals++ < 3) throw lensError(code)
      }
      await service.runner().run(query, never)
      assert.equal(service.pauses.length, 3, code)
    }
  })

  it('takes a throttled look for a query that still runs, but not for ever', async () => {
    const service = new Service()
    let looks = 0
    service.state = async () => {
      if (looks++ < 3) throw lensError('throttled')
      return complete
    }
    await service.runner().run(query, never)
    service.state = async () => {
      throw lensError('throttled')
    }
    await assert.rejects(service.runner().run(query, never), { code: 'throttled' })
    assert.deepEqual(service.stopped, ['2'])
  })

  it('tells of a query that the service gave up midway', async () => {
    const service = new Service()
    let looks = 0
    service.state = async () => (looks++ === 0 ? running : { ...running, status: 'failed' })
    await assert.rejects(service.runner().run(query, never), { code: 'query-failed' })
  })
})
