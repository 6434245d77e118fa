import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FolderLock } from '#lab/folderLock.ts'

describe('the lock of the lab’s data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
  after(() => rmSync(folder, { recursive: true }))

  it('is held by one, and waited for while that one ends', async () => {
    const first = FolderLock.take(folder)
    assert.ok(first)
    assert.equal(FolderLock.take(folder), undefined)
    assert.equal(await FolderLock.takeWithin(folder, 0), undefined)
    const waiting = FolderLock.takeWithin(folder, 10_000)
    first.release()
    const second = await waiting
    assert.ok(second)
    assert.equal(FolderLock.take(folder), undefined)
    second.release()
  })
})
