import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processStartTime } from '#common/processIdentity.ts'
import { Journal, type VersionsEntry } from '#tuning/journal.ts'

const sweep = {
  way: 'versions',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  original: { memoryMb: 512, fingerprint: 'f1' },
  ownMb: [],
  versionsBefore: ['1'],
} as const

/** The id of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

describe('Journal', () => {
  let folder: string
  let journal: Journal
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-journal-'))
    journal = new Journal(join(folder, 'new'))
  })
  afterEach(async () => await rm(folder, { recursive: true }))

  /** As if the sweep had been begun by another process. */
  async function disown(entry: VersionsEntry, owner: Partial<VersionsEntry['owner']>): Promise<VersionsEntry> {
    return await journal.update({ ...entry, owner: { ...entry.owner, ...owner } })
  }

  it('lets one sweep at a time touch a function', async () => {
    const first = await journal.begin(sweep)
    await assert.rejects(journal.begin(sweep), { code: 'sweep-running' })
    await assert.rejects(new Journal(join(folder, 'new')).begin(sweep), { code: 'sweep-unfinished' })
    await journal.begin({ ...sweep, functionArn: `${first.functionArn}2` })
    await journal.end(first)
    await journal.begin(sweep)
  })

  it('lists what an ended process left, and nothing of a living one', async () => {
    const left = await disown(await journal.begin(sweep), { pid: endedPid() })
    await disown(await journal.begin({ ...sweep, functionArn: 'arn:other' }), {
      pid: process.ppid,
      startTime: processStartTime(process.ppid) ?? '',
    })
    assert.deepEqual(await journal.unfinished(), [left])
    await assert.rejects(journal.begin(sweep), { code: 'sweep-unfinished' })
    await journal.end(left)
    assert.deepEqual(await journal.unfinished(), [])
  })

  it('is not taken in by a process that has the number of an ended one', async () => {
    const left = await disown(await journal.begin(sweep), { pid: process.ppid, startTime: 'long ago' })
    assert.deepEqual(await journal.unfinished(), [left])
  })

  it('takes a sweep in another container to go on for a day', async () => {
    const entry = await journal.begin(sweep)
    await disown(entry, { space: 'pid:[1]' })
    assert.deepEqual(await journal.unfinished(), [])
    const old = await disown({ ...entry, startedAt: '2026-01-01T00:00:00Z' }, { space: 'pid:[1]' })
    assert.deepEqual(await journal.unfinished(), [old])
  })

  it('lists a sweep of its own that could not be put back', async () => {
    const entry = await journal.begin(sweep)
    assert.deepEqual(await journal.unfinished(), [])
    journal.leave(entry)
    assert.deepEqual(await journal.unfinished(), [entry])
  })

  it("does not remove another sweep's entry", async () => {
    const first = await journal.begin(sweep)
    await journal.end(first)
    await journal.begin(sweep)
    await journal.end(first)
    await assert.rejects(journal.begin(sweep), { code: 'sweep-running' })
  })

  it('keeps the sizes that are its own', async () => {
    const entry = await journal.update({ ...(await journal.begin(sweep)), ownMb: [512, 128] })
    journal.leave(entry)
    assert.deepEqual(await journal.unfinished(), [entry])
  })

  it('gives an unfinished sweep to one process alone, which may leave it again', async () => {
    const left = await disown(await journal.begin(sweep), { pid: endedPid() })
    const other = new Journal(join(folder, 'new'))
    const adopted = await journal.adopt(left)
    assert.deepEqual(adopted, { ...left, owner: adopted?.owner })
    assert.equal(adopted.owner.pid, process.pid)
    assert.equal(await journal.adopt(left), undefined)
    journal.leave(adopted)
    assert.deepEqual(await other.unfinished(), [adopted])
  })

  it('adopts no sweep that has been put back, or begun anew', async () => {
    const left = await disown(await journal.begin(sweep), { pid: endedPid() })
    await journal.end(left)
    assert.equal(await journal.adopt(left), undefined)
    journal.leave(await journal.begin(sweep))
    assert.equal(await journal.adopt(left), undefined)
  })

  it('keeps a sweep on a copy as well', async () => {
    const entry = await journal.begin({ way: 'clone', functionArn: sweep.functionArn })
    journal.leave(entry)
    assert.deepEqual(await journal.unfinished(), [entry])
  })

  it('is not confused by files that are no entries', async () => {
    const entry = await journal.begin(sweep)
    journal.leave(entry)
    await writeFile(join(folder, 'new', 'half.json'), '{"sweepId": "x", "func')
    await writeFile(join(folder, 'new', 'other.json'), '42')
    await writeFile(join(folder, 'new', 'half-entry.json'), JSON.stringify({ ...entry, ownMb: undefined }))
    assert.equal((await journal.unfinished()).length, 1)
  })

  it('has nothing unfinished before the first sweep', async () => {
    assert.deepEqual(await journal.unfinished(), [])
  })
})
