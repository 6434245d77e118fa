import assert from 'node:assert/strict'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { StatisticsReader, StatisticsRequest } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'
import { deployedFunction, lensError } from '../../support/fakeLogs.ts'

function statistics(name: string): FunctionStatistics {
  const window = { from: 0, to: 1 }
  return { function: deployedFunction(name), window, readAt: 0, memoryMb: 512, sampled: false, notes: [] }
}

/** Remembers what it was asked, and answers when a test wants. */
class Reader implements Pick<StatisticsReader, 'read'> {
  readonly asked: (readonly StatisticsRequest[])[] = []
  readonly windows: number[] = []
  #onAsked = () => {}

  async read(requests: readonly StatisticsRequest[], { from, to }: { from: number; to: number }): Promise<void> {
    this.asked.push(requests)
    this.windows.push((to - from) / 3_600_000)
    this.#onAsked()
  }

  /** Resolves with the next round of questions. */
  next(): Promise<readonly StatisticsRequest[]> {
    return new Promise(resolve => {
      this.#onAsked = () => resolve(this.asked.at(-1) ?? [])
    })
  }
}

describe('a service for statistics', () => {
  const { signal } = new AbortController()

  it('gathers questions of one moment into one reading, by window', async () => {
    const reader = new Reader()
    const service = new StatisticsService(reader)
    const answers = ['a', 'b', 'c'].map(async name => await service.statisticsOf(name, 24, signal))
    const week = service.statisticsOf('a', 168, signal)
    await reader.next()
    assert.deepEqual(
      reader.asked.map(requests => requests.map(({ target }) => target)),
      [['a', 'b', 'c'], ['a']],
    )
    assert.deepEqual(reader.windows, [24, 168])
    for (const requests of reader.asked) for (const request of requests) request.resolve(statistics(request.target))
    assert.deepEqual(
      (await Promise.all([...answers, week])).map(found => found.function.name),
      ['a', 'b', 'c', 'a'],
    )
  })

  it('asks nothing twice at once, and again once it was answered', async () => {
    const reader = new Reader()
    const service = new StatisticsService(reader)
    const first = [service.statisticsOf('a', 24, signal), service.statisticsOf('a', 24, signal)]
    const [request, ...others] = await reader.next()
    const late = service.statisticsOf('a', 24, signal)
    assert.deepEqual(others, [])
    request?.resolve(statistics('a'))
    assert.equal(new Set(await Promise.all([...first, late])).size, 1)
    const again = service.statisticsOf('a', 24, signal)
    const [second] = await reader.next()
    second?.reject(lensError('unreachable'))
    await assert.rejects(again, { code: 'unreachable' })
    assert.equal(reader.asked.length, 2)
  })

  it('tells the reader when nobody waits any more, and not before', async () => {
    const reader = new Reader()
    const service = new StatisticsService(reader)
    const [one, two] = [new AbortController(), new AbortController()]
    const waiting = [service.statisticsOf('a', 24, one.signal), service.statisticsOf('a', 24, two.signal)]
    const [request] = await reader.next()
    one.abort()
    await assert.rejects(waiting[0] ?? Promise.resolve(), { name: 'AbortError' })
    assert.equal(request?.signal.aborted, false)
    two.abort()
    await assert.rejects(waiting[1] ?? Promise.resolve(), { name: 'AbortError' })
    assert.equal(request?.signal.aborted, true)
  })

  it('does not let a new question join one that is being stopped', async () => {
    const reader = new Reader()
    const service = new StatisticsService(reader)
    const controller = new AbortController()
    const left = service.statisticsOf('a', 24, controller.signal)
    const [stopping] = await reader.next()
    controller.abort()
    await assert.rejects(left, { name: 'AbortError' })
    const asked = service.statisticsOf('a', 24, signal)
    stopping?.reject(controller.signal.reason)
    const [fresh] = await reader.next()
    fresh?.resolve(statistics('a'))
    assert.equal((await asked).function.name, 'a')
  })

  it('asks nothing for a signal that has fired already', async () => {
    const service = new StatisticsService(new Reader())
    await assert.rejects(service.statisticsOf('a', 24, AbortSignal.abort()), { name: 'AbortError' })
  })
})
