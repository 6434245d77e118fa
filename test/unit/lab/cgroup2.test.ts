import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCgroup2 } from '#lab/cgroup2.ts'

/** A tree of plain files in the place of the kernel's: shows where the lab looks and what it writes, not that it works. */
describe('the search for a delegated control group', () => {
  let mount: string
  beforeEach(() => {
    mount = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
  })
  afterEach(() => rmSync(mount, { recursive: true }))

  const group = (path: string, controllers: string, passedOn: string) => {
    mkdirSync(join(mount, path), { recursive: true })
    writeFileSync(join(mount, path, 'cgroup.controllers'), controllers)
    writeFileSync(join(mount, path, 'cgroup.subtree_control'), passedOn)
  }

  it('finds nothing where no group has the cpu controller', () => {
    group('', 'memory pids', 'memory')
    group('user/app', 'memory pids', '')
    assert.equal(findCgroup2('lab', mount, '/user/app'), undefined)
    assert.ok(!existsSync(join(mount, 'lab')) && !existsSync(join(mount, 'user/lab')))
  })

  it('finds nothing without a mount', () => {
    assert.equal(findCgroup2('lab', undefined, undefined), undefined)
  })

  it('does not take a group that passes no controller on to the lab’s own', () => {
    group('', 'cpu memory', 'cpu memory')
    group('user', 'cpu memory', 'cpu memory')
    // The kernel would put cgroup.controllers into the new folder; here there is none.
    assert.equal(findCgroup2('lab', mount, '/user'), undefined)
    assert.ok(!existsSync(join(mount, 'user/lab')))
    assert.equal(readFileSync(join(mount, 'user/cgroup.subtree_control'), 'utf8'), '+memory')
  })
})
