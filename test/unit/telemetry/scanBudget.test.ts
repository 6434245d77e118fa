import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DailyBudget } from '#telemetry/scanBudget.ts'

describe('a daily budget', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-budget-'))
  })
  afterEach(async () => await rm(folder, { recursive: true, force: true }))

  const noon = Date.parse('2026-11-20T12:00:00Z')
  const at = (time: number, limitUsd = 1) => new DailyBudget(join(folder, 'budget'), limitUsd, () => time)

  it('allows what stays within it', async () => {
    const budget = at(noon)
    assert.equal(await budget.allows(1), true)
    assert.equal(await budget.allows(1.01), false)
    await budget.spend(0.75)
    assert.equal(await budget.allows(0.25), true)
    assert.equal(await budget.allows(0.26), false)
    await budget.spend(0.5)
    assert.equal(await budget.allows(0), false, 'used up, also for what may cost nothing')
    assert.equal(await budget.spentUsd(), 1.25)
  })

  it('of nothing allows nothing', async () => {
    assert.equal(await at(noon, 0).allows(0), false)
  })

  it('is shared by all who name its folder', async () => {
    await Promise.all(Array.from({ length: 40 }, async () => await at(noon).spend(0.01)))
    assert.ok(Math.abs((await at(noon).spentUsd()) - 0.4) < 1e-12)
  })

  it('begins anew each day, and drops the days before', async () => {
    await at(noon).spend(1)
    const tomorrow = noon + 86_400_000
    assert.equal(await at(tomorrow).allows(1), true)
    await at(tomorrow).spend(0.5)
    assert.deepEqual(await readdir(join(folder, 'budget')), ['scanned-2026-11-21.txt'])
  })

  it('survives lines that nobody wrote', async () => {
    const budget = at(noon)
    await budget.spend(0.25)
    await appendFile(join(folder, 'budget', 'scanned-2026-11-20.txt'), 'rubbish\n-5\nInfinity\n\n0.5')
    assert.equal(await budget.spentUsd(), 0.75)
  })

  it('is kept by this process where the disk cannot be written', async () => {
    await writeFile(join(folder, 'budget'), 'a file where the folder should be')
    const budget = at(noon)
    await budget.spend(0.9)
    assert.equal(await budget.allows(0.2), false)
  })
})
