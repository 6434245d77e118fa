import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning, TestLab, until } from './testLab.ts'

/** Each call signs in and then waits for the word to go on. */
const waiting = {
  'index.mjs': `
import { existsSync, writeFileSync } from 'node:fs'
export const handler = async ({ folder }) => {
  writeFileSync(folder + '/' + process.pid, '')
  while (!existsSync(folder + '/go')) await new Promise(look => setTimeout(look, 20))
  return process.pid
}`,
}

/** The bench holds it for a minute. */
describe('fifty calls at once in the lab', function () {
  this.timeout(120_000)

  it('have an environment each, again and again, and leave none behind', async () => {
    const lab = await TestLab.start()
    await lab.create('held', waiting, { Timeout: 120 })
    const pids = new Set<number>()
    for (let round = 0; round < 3; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
      const calls = Array.from({ length: 50 }, () => lab.call('held', { folder }))
      await until(() => readdirSync(folder).length === 50, 'all are at work', 100)
      writeFileSync(join(folder, 'go'), '')
      for (const { payload, error } of await Promise.all(calls)) {
        assert.equal(error, undefined)
        pids.add(Number(payload))
      }
      rmSync(folder, { recursive: true })
    }
    assert.equal(pids.size, 50)
    await lab.stop()
    await until(() => ![...pids].some(isRunning), 'the processes are gone')
  })
})
