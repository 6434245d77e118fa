import assert from 'node:assert/strict'
import { lastDeployment, seenCode } from '#telemetry/deployments.ts'
import { deployedFunction } from '../../support/fakeLogs.ts'

function versions(...codes: readonly string[]) {
  return codes.map((codeSha256, index) => ({ version: String(index + 1), codeSha256, publishedAt: 100 * (index + 1) }))
}

describe('the last deployment', () => {
  const now = deployedFunction('f', { codeSha256: 'new', lastModified: 900 })

  it('is when the first version with the code of now was published, after one with other code', () => {
    assert.deepEqual(lastDeployment(now, versions('old', 'new', 'new'), undefined), { at: 200, isCertain: true })
  })

  it('is a way back to older code as well', () => {
    assert.deepEqual(lastDeployment(now, versions('new', 'old', 'new'), undefined), { at: 300, isCertain: true })
  })

  it('is the last change where the versions have other code', () => {
    assert.deepEqual(lastDeployment(now, versions('old'), undefined), { at: 900, isCertain: false })
  })

  it('is not certain where nothing else is known', () => {
    assert.deepEqual(lastDeployment(now, [], undefined), { at: 900, isCertain: false })
    assert.deepEqual(lastDeployment(now, versions('new', 'new'), undefined), { at: 100, isCertain: false })
  })

  it('is no change of settings: sizes that a sweep has set and put back', () => {
    const seen = { codeSha256: 'new', since: 400, isChange: true }
    assert.deepEqual(lastDeployment(now, [], seen), { at: 400, isCertain: true })
    assert.deepEqual(lastDeployment(now, [], { ...seen, isChange: false }), { at: 400, isCertain: false })
    assert.deepEqual(lastDeployment(now, [], { ...seen, codeSha256: 'old' }), { at: 900, isCertain: false })
  })

  it('of a version is judged by the versions up to it', () => {
    const second = { ...now, codeSha256: 'old', qualifier: '2', version: '2', lastModified: 200 }
    assert.deepEqual(lastDeployment(second, versions('older', 'old', 'new'), undefined), { at: 200, isCertain: true })
  })

  it('is remembered from the first time that the code was seen', () => {
    const first = seenCode(now, undefined)
    assert.deepEqual(first, { codeSha256: 'new', since: 900, isChange: false })
    assert.equal(seenCode({ ...now, lastModified: 1500 }, first), first)
    assert.deepEqual(seenCode({ ...now, codeSha256: 'newer', lastModified: 1500 }, first), {
      codeSha256: 'newer',
      since: 1500,
      isChange: true,
    })
  })
})
