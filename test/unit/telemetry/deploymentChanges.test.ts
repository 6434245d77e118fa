import assert from 'node:assert/strict'
import type { Comparison } from '#telemetry/comparison.ts'
import type { DeployedVersion } from '#telemetry/deployedFunction.ts'
import { DeploymentChanges } from '#telemetry/deploymentChanges.ts'
import type { SeenCode } from '#telemetry/deployments.ts'
import { deployedFunction, lensError } from '../../support/fakeLogs.ts'
import { reading } from '../../support/lensStates.ts'

const hourMs = 3_600_000
const now = 100 * 24 * hourMs
const { signal } = new AbortController()

function changes(versions: readonly DeployedVersion[] = [], fails = false) {
  const asked: number[] = []
  let time = now
  const ports = {
    directory: { versions: async () => versions },
    details: {
      async comparison(_: unknown, deployedAt: number): Promise<Comparison | undefined> {
        asked.push(deployedAt)
        if (fails) throw lensError('over-budget')
        const side = { window: { from: 0, to: 0 }, count: 1000, p99Ms: 100 }
        return { deployedAt, before: side, after: side }
      },
    },
    now: () => time,
  }
  const compare = new DeploymentChanges(ports)
  return {
    asked,
    pass: (ms: number) => void (time += ms),
    since: (lastModified: number, seen?: SeenCode) =>
      compare.since(
        { statistics: reading({ function: deployedFunction('f', { lastModified }) }), ...(seen && { seen }) },
        24 * hourMs,
        signal,
      ),
  }
}

describe('the change since the last deployment', () => {
  it('is compared from the last change, which may have been one of settings', async () => {
    const found = await changes().since(now - 3 * hourMs)
    assert.deepEqual([found?.deployedAt, found?.isCertain], [now - 3 * hourMs, false])
  })

  it('is compared from the version that first had this code, after one with other code', async () => {
    const versions = [
      { version: '1', codeSha256: 'old', publishedAt: now - 9 * hourMs },
      { version: '2', codeSha256: 'c0de', publishedAt: now - 5 * hourMs },
    ]
    const found = await changes(versions).since(now - hourMs)
    assert.deepEqual([found?.deployedAt, found?.isCertain], [now - 5 * hourMs, true])
  })

  it('is none by settings that a sweep has put back: the code was there before', async () => {
    const seen = { codeSha256: 'c0de', since: now - 50 * 24 * hourMs, isChange: true }
    const { asked, since } = changes()
    assert.equal(await since(now - hourMs, seen), undefined)
    assert.deepEqual(asked, [])
  })

  it('is not asked of a deployment long ago, of a minute ago, or of none that is known', async () => {
    const { asked, since } = changes()
    for (const at of [now - 8 * 24 * hourMs, now - 60_000, Number.NaN]) assert.equal(await since(at), undefined)
    assert.deepEqual(asked, [])
  })

  it('is asked once in ten minutes, by however many', async () => {
    const { asked, since, pass } = changes()
    await Promise.all([since(now - hourMs), since(now - hourMs)])
    pass(9 * 60_000)
    await since(now - hourMs)
    assert.equal(asked.length, 1)
    pass(60_000)
    await since(now - hourMs)
    assert.equal(asked.length, 2)
  })

  it('is asked again after it could not be told', async () => {
    const { asked, since } = changes([], true)
    for (let attempt = 0; attempt < 2; attempt += 1) await assert.rejects(since(now - hourMs), { code: 'over-budget' })
    assert.equal(asked.length, 2)
  })
})
