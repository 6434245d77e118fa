import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestLab } from './testLab.ts'

const writing = {
  'index.js': `
const { existsSync, readFileSync, readdirSync, writeFileSync } = require('node:fs')
exports.handler = async ({ write }) => {
  const before = existsSync('/tmp/lab-test-kept') ? readFileSync('/tmp/lab-test-kept', 'utf8') : null
  if (write) writeFileSync('/tmp/lab-test-kept', write)
  writeFileSync(process.env.TMPDIR + '/more', '')
  await new Promise(done => setTimeout(done, 100))
  return { before, hosts: existsSync('/tmp/lab-test-hosts'), tmpdir: process.env.TMPDIR, pid: process.pid }
}`,
}

describe('/tmp of an environment', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  it('is its own, kept between its calls, and leaves nothing on the machine', async function () {
    // What runs the function must not be hidden with the machine's /tmp.
    if (!hasNamespaces() || import.meta.dirname.startsWith('/tmp/')) this.skip()
    const hosts = join('/tmp', 'lab-test-hosts')
    writeFileSync(hosts, '')
    try {
      await lab.create('writing', writing)
      const first = (await lab.call('writing', { write: 'mine' })).payload as { before: unknown; pid: number }
      assert.deepEqual({ ...first, pid: 0 }, { before: null, hosts: false, tmpdir: '/tmp', pid: 0 })
      const [again, other] = await Promise.all([lab.call('writing'), lab.call('writing')])
      const seen = [again, other].map(({ payload }) => payload as { before: unknown; pid: number })
      const byPid = new Map(seen.map(({ pid, before }) => [pid === first.pid, before]))
      assert.deepEqual([byPid.get(true), byPid.get(false)], ['mine', null])
      assert.ok(!existsSync('/tmp/lab-test-kept'))
    } finally {
      rmSync(hosts)
    }
  })

  it('is named by TMPDIR to functions that do not speak of it', async () => {
    await lab.create('plain', { 'index.js': 'exports.handler = async () => process.env.TMPDIR' })
    const { payload } = await lab.call('plain')
    assert.ok(String(payload).startsWith(tmpdir()) && String(payload).length > tmpdir().length)
  })
})

const program = 'unshare'

/** Whether this user may have mount namespaces here. */
function hasNamespaces(): boolean {
  return [['--mount'], ['--user', '--map-current-user', '--keep-caps', '--mount']].some(way => {
    try {
      execFileSync(program, [...way, 'mount', '--bind', '/usr', '/opt'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}
