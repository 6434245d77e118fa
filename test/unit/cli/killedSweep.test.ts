import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { Journal } from '#tuning/journal.ts'
import { join } from 'node:path'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { startCommand } from '../../support/commandLine.ts'
import { cpuHandler, labEnvironment, startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()

describe('a sweep whose process is killed', function () {
  this.timeout(60_000)
  let lab: TestLab
  before(async () => {
    lab = await startTestLab()
  })
  after(async () => await lab.close())

  async function look(name: string) {
    const { revisionId: _, ...configuration } = await lab.control.read(name, signal)
    return { configuration, versions: await lab.control.listVersions(name, signal) }
  }

  /** Starts a sweep by the command line, waits until the function is no longer as before, and kills the process. */
  async function sweepAndKill(name: string, isDue: (now: Awaited<ReturnType<typeof look>>) => boolean): Promise<void> {
    const command = startCommand(['tune', name, '--sizes', '128,256,512,1769', '--json'], labEnvironment(lab))
    let ended = false
    void command.result.then(() => {
      ended = true
    })
    for (;;) {
      assert.ok(!ended, 'the sweep ended before it could be killed')
      if (isDue(await look(name))) break
      await wait(5)
    }
    command.process.kill('SIGKILL')
    await command.result
  }

  const moments = [
    {
      when: 'while it publishes',
      isDue: ({ configuration }: Awaited<ReturnType<typeof look>>) => configuration.memoryMb === 256,
    },
    { when: 'while it measures', isDue: ({ versions }: Awaited<ReturnType<typeof look>>) => versions.length === 4 },
  ]
  for (const { when, isDue } of moments) {
    it(`${when} is put back by the next start`, async () => {
      const name = `killed-${when.replaceAll(' ', '-')}`
      await lab.deploy(name, cpuHandler(20), { memoryMb: 1024 })
      const before = await look(name)
      await sweepAndKill(name, isDue)
      assert.notDeepEqual(await look(name), before, 'the kill came too late to prove anything')
      const journal = new Journal(join(lab.folder, 'lambda-lens', 'journal'))
      const recovered = await recoverUnfinished(journal, lab.control, () => true, signal)
      assert.match(recovered[0]?.message ?? '', /The function has its 1,024 MB again and no version is left/)
      assert.deepEqual(await look(name), before)
      assert.deepEqual(await journal.unfinished(), [])
    })
  }

  it('is put back by the next tune of any function, which then does its own work', async () => {
    await lab.deploy('killed-first', cpuHandler(20), { memoryMb: 1024 })
    await lab.deploy('tuned-next', cpuHandler(1))
    const before = await look('killed-first')
    await sweepAndKill('killed-first', ({ versions }) => versions.length > 0)
    const next = await startCommand(['tune', 'tuned-next', '--sizes', '512', '--json'], labEnvironment(lab)).result
    assert.equal(next.code, 0, next.stderr)
    assert.match(next.stderr, /A sweep of .*killed-first was cut off/)
    assert.deepEqual(await look('killed-first'), before)
    assert.equal(JSON.parse(next.stdout).restored, true)
  })
})
