import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SweepHistory, type SweepRecord } from '#tuning/history.ts'
import { aSweepRecord } from '../../support/sweepRecords.ts'

describe('SweepHistory', () => {
  let folder: string
  let history: SweepHistory
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-history-'))
    history = new SweepHistory(join(folder, 'new'))
  })
  afterEach(async () => await rm(folder, { recursive: true }))

  function at(day: number, more: Partial<SweepRecord> = {}): SweepRecord {
    return aSweepRecord({ id: `${day}`, at: new Date(Date.UTC(2026, 10, day)).toISOString(), ...more })
  }

  it('keeps the sweeps of each function apart, newest first', async () => {
    const other = at(3, { functionKey: 'arn:other' })
    for (const record of [at(2), at(1), other]) await history.addSweep(record)
    assert.deepEqual(await history.sweeps(at(1).functionKey), [at(2), at(1)])
    assert.deepEqual(await history.sweeps('arn:other'), [other])
    assert.deepEqual(await history.sweeps('arn:none'), [])
  })

  it('keeps what was applied beside them', async () => {
    const { functionKey } = at(1)
    const applied = { at: at(1).at, to: 'function', fromMb: 512, toMb: 1024 } as const
    await history.addSweep(at(1))
    await history.addApplied(functionKey, applied)
    assert.deepEqual(await history.applied(functionKey), [applied])
    assert.equal((await history.sweeps(functionKey)).length, 1)
  })

  it('makes room: the oldest go', async () => {
    for (let day = 1; day <= 32; day++) await history.addSweep(at(day))
    const kept = await history.sweeps(at(1).functionKey)
    assert.deepEqual([kept.length, kept[0]?.id, kept.at(-1)?.id], [30, '32', '3'])
    const [one = ''] = await readdir(join(folder, 'new'))
    assert.equal((await readdir(join(folder, 'new', one))).length, 30)
  })

  it('loses nothing when windows write at once', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(async day => await new SweepHistory(join(folder, 'new')).addSweep(at(day))))
    assert.equal((await history.sweeps(at(1).functionKey)).length, 5)
  })

  it('leaves out what it cannot read', async () => {
    await history.addSweep(at(1))
    const [one = ''] = await readdir(join(folder, 'new'))
    for (const [name, text] of [
      ['half', '{"id": '],
      ['other', '42'],
      ['poor', '{"id": "x"}'],
    ]) {
      await writeFile(join(folder, 'new', one, `sweep-9-${name}.json`), text ?? '')
    }
    assert.deepEqual(await history.sweeps(at(1).functionKey), [at(1)])
  })

  it('counts the calls that sweeps made of the function itself', async () => {
    const { functionKey } = at(1)
    for (const record of [at(1), at(3), at(4), at(5, { way: 'clone' })]) await history.addSweep(record)
    assert.equal(await history.callsSince(functionKey, Date.UTC(2026, 10, 2)), 2 * at(3).calls)
  })
})
