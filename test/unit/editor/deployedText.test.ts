import assert from 'node:assert/strict'
import { deployedText } from '#editor/deployedText.ts'
import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'

const words: readonly (readonly [FoundFunction | NotDeployed, string])[] = [
  [{ name: 'orders', via: 'link' }, 'Now: orders, by your link'],
  [
    { name: 'orders', via: 'link', qualifier: 'live', region: 'eu-west-1' },
    'Now: orders:live in eu-west-1, by your link',
  ],
  [{ name: 'shop-Orders-1A', region: 'eu-west-1', via: 'stack' }, 'Now: shop-Orders-1A in eu-west-1, by its stack'],
  [
    { name: 'shop-dev-orders', via: 'namingScheme', assumption: 'the stage is the default' },
    'Now: shop-dev-orders, by the name that the framework gives it, if the stage is the default',
  ],
  [{ name: 'Orders-0a1b2c', via: 'lab', reason: 'No stack.' }, 'Now: Orders-0a1b2c, in the lab only'],
  [{ reason: 'No template names it.' }, 'Which one is it? No template names it.'],
]

describe('the words for a deployed function', () => {
  for (const [known, expected] of words) it(`are “${expected}”`, () => assert.equal(deployedText(known), expected))
})
