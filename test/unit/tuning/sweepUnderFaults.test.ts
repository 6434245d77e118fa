import assert from 'node:assert/strict'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { sizeResults } from '#tuning/sizeResult.ts'
import { useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweeps of a service that fails by chance', function () {
  this.timeout(120_000)

  const bearable = ['throttle=0.3', 'server-error=0.2', 'slow-update-ms=400', 'update-failure=0.3', 'latency-ms=30']
  for (const faults of bearable) {
    describe(faults, () => {
      const current = useSweepLab({ faults })

      it('measures, and leaves the function as it was', async () => {
        const { lab, run, look } = current()
        await deployPatiently(() => lab.deploy('tried', idle))
        const before = await look('tried')
        const outcome = await run('tried', { sizes: [256, 512, 1024] })
        assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], String(outcome.error))
        assert.deepEqual(await look('tried'), before)
        assert.deepEqual(await lab.journal.unfinished(), [])
      })
    })
  }

  describe('updates that fail again and again', () => {
    // With this seed the first nine fail: all that a sweep tries, on its way and to put the function back.
    const current = useSweepLab({ faults: 'update-failure=0.5,seed=7852' })

    it('end it, with the reason; the function is put back by a later start, once they go well', async () => {
      const { lab, run, look } = current()
      await lab.deploy('stuck', idle)
      const before = await look('stuck')
      const outcome = await run('stuck', { sizes: [256] })
      assert.deepEqual([outcome.ended, outcome.restored], ['failed', false])
      assert.match(String(outcome.error), /could not carry out the change/)
      assert.match(String(outcome.restoreError), /could not carry out the change/)
      assert.notDeepEqual(await look('stuck'), before)
      const [{ message, error } = {}] = await recoverUnfinished(lab.journal, lab.control, () => true, never)
      assert.equal(error, undefined)
      assert.match(message ?? '', /has its 512 MB again/)
      assert.deepEqual(await look('stuck'), before)
      assert.deepEqual(await lab.journal.unfinished(), [])
    })
  })

  describe('death=1', () => {
    const current = useSweepLab({ faults: 'death=1' })

    it('marks each size as failed, with the reason', async () => {
      const { lab, run, look, plan } = current()
      await lab.deploy('dying', idle)
      const before = await look('dying')
      const outcome = await run('dying', { sizes: [256, 512] })
      assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
      const results = sizeResults(await plan('dying', { sizes: [256, 512] }), outcome, true)
      for (const { status, reason } of results) assert.match(`${status}: ${reason}`, /failed: .*Runtime.ExitError/)
      assert.deepEqual(await look('dying'), before)
    })
  })

  /** Only the sweep's own patience is to be proved here. */
  async function deployPatiently(deploy: () => Promise<void>): Promise<void> {
    for (let tries = 0; tries < 20; tries++) {
      try {
        await deploy()
        return
      } catch (error) {
        if (tries === 19) throw error
      }
    }
  }
})
