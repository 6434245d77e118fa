import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { freshMs, KeptStatistics } from '#telemetry/keptStatistics.ts'
import { StatisticsStore } from '#telemetry/statisticsStore.ts'
import { deployedFunction, lensError } from '../../support/fakeLogs.ts'

function statistics(name: string, more: Partial<FunctionStatistics> = {}): FunctionStatistics {
  const window = { from: 0, to: 1 }
  return { function: deployedFunction(name), window, readAt: 0, memoryMb: 512, sampled: false, notes: [], ...more }
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-lens-store-'))
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

describe('the store of statistics', () => {
  it('gives back what was written, to a later process too', async () => {
    const kept = { statistics: statistics('a'), seen: { codeSha256: 'x', since: 1, isChange: true } }
    await new StatisticsStore(join(folder, 'deep', 'er')).write('a 24', kept)
    const later = new StatisticsStore(join(folder, 'deep', 'er'))
    assert.deepEqual(await later.read('a 24'), kept)
    assert.equal(await later.read('a 168'), undefined)
  })

  it('takes files that are cut, empty, foreign or of another form for none', async () => {
    const store = new StatisticsStore(folder)
    await store.write('a', { statistics: statistics('a') })
    const [name = ''] = await readdir(folder)
    const whole = await readFile(join(folder, name), 'utf8')
    const broken = [
      '',
      whole.slice(0, -10),
      'null',
      '[]',
      '{"form":1,"key":"a","kept":{}}',
      '{"form":1,"key":"a","kept":{"statistics":{"function":{},"window":{},"notes":0,"readAt":0}}}',
      whole.replace('"form":1', '"form":0'),
      whole.replace('"key":"a"', '"key":"b"'),
    ]
    for (const text of broken) {
      await writeFile(join(folder, name), text)
      assert.equal(await store.read('a'), undefined, text)
    }
    await store.write('a', { statistics: statistics('a') })
    assert.deepEqual((await store.read('a'))?.statistics, statistics('a'))
  })

  it('keeps no more files than it may, the newest', async () => {
    for (let n = 0; n < 30; n += 1)
      await new StatisticsStore(folder, 10).write(`f${n}`, { statistics: statistics('f') })
    const names = await readdir(folder)
    assert.ok(names.length <= 11, String(names.length))
  })

  it('drops the oldest first', async () => {
    const store = new StatisticsStore(folder)
    for (const key of ['old', 'new', 'newer']) await store.write(key, { statistics: statistics(key) })
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8')
      const second = text.includes('"key":"old"') ? 1 : text.includes('"key":"new"') ? 2 : 3
      await utimes(join(folder, name), second, second)
    }
    await new StatisticsStore(folder, 3).write('newest', { statistics: statistics('newest') })
    const found = await Promise.all(['old', 'new', 'newer', 'newest'].map(async key => await store.read(key)))
    assert.deepEqual(
      found.map(kept => kept !== undefined),
      [false, true, true, true],
    )
  })

  it('keeps nothing where nothing can be written, and says nothing of it', async () => {
    await writeFile(join(folder, 'file'), '')
    const store = new StatisticsStore(join(folder, 'file'))
    await store.write('a', { statistics: statistics('a') })
    assert.equal(await store.read('a'), undefined)
  })
})

describe('statistics that are kept', () => {
  const { signal } = new AbortController()

  function kept(answers: (FunctionStatistics | Error)[], now: () => number) {
    const service = {
      asked: 0,
      async statisticsOf(): Promise<FunctionStatistics> {
        this.asked += 1
        const answer = answers.shift() ?? assert.fail('asked once more')
        if (answer instanceof Error) throw answer
        return answer
      },
    }
    return { service, statistics: new KeptStatistics(service, new StatisticsStore(folder), 'profile/us-east-1', now) }
  }

  it('are asked again when they are ten minutes old, or when a person wants it', async () => {
    let now = 0
    const reads = [0, 1, 2].map(readAt => statistics('a', { readAt: readAt * freshMs }))
    const { service, statistics: own } = kept([...reads], () => now)
    assert.deepEqual(await own.statisticsOf('a', 24, signal), reads[0])
    now = freshMs - 1
    assert.deepEqual(await own.statisticsOf('a', 24, signal), reads[0])
    assert.equal(service.asked, 1)
    now = freshMs
    assert.deepEqual(await own.statisticsOf('a', 24, signal), reads[1])
    assert.deepEqual(await own.statisticsOf('a', 24, signal, true), reads[2])
    assert.equal(service.asked, 3)
    assert.deepEqual((await own.known('a', 24))?.statistics, reads[2])
  })

  it('of another account or window are others', async () => {
    const { statistics: own } = kept([statistics('a')], () => 0)
    await own.statisticsOf('a', 24, signal)
    assert.equal(await own.known('a', 1), undefined)
    const other = new KeptStatistics({ statisticsOf: assert.fail }, new StatisticsStore(folder), 'other/us-east-1')
    assert.equal(await other.known('a', 24), undefined)
  })

  it('stay, with a note, when the budget forbids to ask', async () => {
    const note = { code: 'over-budget', text: 'Enough.' } as const
    const known = statistics('a', { memoryMb: 1024 })
    const { statistics: own } = kept([known, statistics('a', { notes: [note] })], () => 2 * freshMs)
    await own.statisticsOf('a', 24, signal)
    assert.deepEqual(await own.statisticsOf('a', 24, signal), { ...known, notes: [note] })
    assert.deepEqual((await own.known('a', 24))?.statistics, known)
  })

  it('stay when the asking fails, for whoever asks for what is known', async () => {
    const { statistics: own } = kept([statistics('a'), lensError('unreachable')], () => 2 * freshMs)
    await own.statisticsOf('a', 24, signal)
    await assert.rejects(own.statisticsOf('a', 24, signal), { code: 'unreachable' })
    assert.deepEqual((await own.known('a', 24))?.statistics, statistics('a'))
  })

  it('remember since when a function has its code', async () => {
    const with_ = (codeSha256: string, lastModified: number) =>
      statistics('a', { function: deployedFunction('a', { codeSha256, lastModified }) })
    const { statistics: own } = kept([with_('one', 1), with_('one', 5), with_('two', 9)], () => 0)
    const seen = async () => {
      await own.statisticsOf('a', 24, signal, true)
      return (await own.known('a', 24))?.seen
    }
    assert.deepEqual(await seen(), { codeSha256: 'one', since: 1, isChange: false })
    assert.deepEqual(await seen(), { codeSha256: 'one', since: 1, isChange: false }, 'settings alone are no deployment')
    assert.deepEqual(await seen(), { codeSha256: 'two', since: 9, isChange: true })
  })
})
