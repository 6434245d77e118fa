import assert from 'node:assert/strict'
import { publishingOrder } from '#tuning/versions.ts'

describe('publishingOrder', () => {
  it('publishes the original size last, which puts it back', () => {
    assert.deepEqual(publishingOrder([128, 512, 1024], 512, undefined), [128, 1024, 512])
    assert.deepEqual(publishingOrder([128, 1024], 512, undefined), [128, 1024])
  })

  it("begins with a size that the newest of the user's versions does not have, if there is one", () => {
    assert.deepEqual(publishingOrder([128, 512, 1024], 512, 128), [1024, 128, 512])
    assert.deepEqual(publishingOrder([128, 512], 512, 128), [128, 512])
    assert.deepEqual(publishingOrder([512], 512, 512), [512])
  })
})
