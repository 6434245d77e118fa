import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Journal, type JournalEntry, newSweepId } from '#tuning/journal.ts'

function entry(more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    sweepId: newSweepId(),
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    pid: process.pid,
    startedAt: '2026-11-21T00:00:00Z',
    original: { memoryMb: 512, timeoutSeconds: 3, codeSha256: 'c0de' },
    intendedMb: [128, 512],
    versionsBefore: ['1'],
    ...more,
  }
}

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

  it('lets one sweep at a time touch a function', async () => {
    const first = entry()
    await journal.begin(first)
    await assert.rejects(journal.begin(entry()), { code: 'sweep-running' })
    await journal.begin(entry({ functionArn: `${first.functionArn}2` }))
    await journal.end(first)
    await journal.begin(entry())
  })

  it('lists what an ended process left, and nothing of a living one', async () => {
    const left = entry({ pid: endedPid() })
    await journal.begin(left)
    await journal.begin(entry({ functionArn: 'arn:other' }))
    assert.deepEqual(await journal.unfinished(), [left])
    await assert.rejects(journal.begin(entry()), { code: 'sweep-unfinished' })
    await journal.end(left)
    assert.deepEqual(await journal.unfinished(), [])
  })

  it('is not confused by files that are no entries', async () => {
    await journal.begin(entry({ pid: endedPid() }))
    await writeFile(join(folder, 'new', 'half.json'), '{"sweepId": "x", "func')
    await writeFile(join(folder, 'new', 'other.json'), '42')
    assert.equal((await journal.unfinished()).length, 1)
  })

  it('has nothing unfinished before the first sweep', async () => {
    assert.deepEqual(await journal.unfinished(), [])
  })
})
