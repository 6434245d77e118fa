import assert from 'node:assert/strict'
import { changedLinks, handlerLinkKey, linkedFunction, linkKeysOf } from '#handlers/deployed/links.ts'
import { definitionOf } from './deployedProject.ts'

const handler = { file: 'src/orders.js', exportName: 'handler' }
const key = 'src/orders.js#handler'
const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'
const found = { name: 'orders', via: 'link' }

const hits: readonly (readonly [unknown, object])[] = [
  ['orders', found],
  [
    { function: 'orders', region: 'eu-west-1' },
    { ...found, region: 'eu-west-1' },
  ],
  [{ function: 'orders' }, found],
  [arn, { ...found, arn, region: 'eu-west-1', account: '123456789012' }],
  [
    { function: arn, region: 'eu-west-1' },
    { ...found, arn, region: 'eu-west-1', account: '123456789012' },
  ],
  ['orders:live', { ...found, qualifier: 'live' }],
]

const mistakes: readonly (readonly [unknown, RegExp])[] = [
  ['orders function', /no name or ARN of a function: “orders function”/],
  ['', /no name or ARN/],
  [{ function: arn, region: 'us-east-1' }, /says the region us-east-1, but its ARN says eu-west-1/],
  [{ name: 'orders' }, /neither/],
  [17, /neither/],
  [['orders'], /neither/],
]

describe('a link of the user', () => {
  for (const [value, expected] of hits) {
    it(`is ${JSON.stringify(value)}`, () => assert.deepEqual(linkedFunction({ [key]: value }, { handler }), expected))
  }

  for (const [value, expected] of mistakes) {
    it(`is not ${JSON.stringify(value)}, and no other function is meant instead`, () => {
      const result = linkedFunction({ [key]: value }, { handler })
      assert.ok(result && 'reason' in result && !('via' in result))
      assert.match(result.reason ?? '', expected)
    })
  }

  for (const links of [
    undefined,
    null,
    'orders',
    [],
    {},
    { [key]: null },
    { 'src/orders.js#other': 'a' },
    { toString: 1 },
  ]) {
    it(`is not in ${JSON.stringify(links)}`, () => assert.equal(linkedFunction(links, { handler }), undefined))
  }

  it('may name a definition, where there is no handler for it; that of the handler comes first', async () => {
    const template = 'Resources: { Orders: { Type: AWS::Lambda::Function, Properties: { Runtime: go1.x } } }'
    const definition = await definitionOf({ 'template.yaml': template })
    const links = { 'template.yaml#Orders': 'by-definition', [key]: 'by-handler' }
    assert.deepEqual(linkedFunction(links, { definition }), { name: 'by-definition', via: 'link' })
    assert.deepEqual(linkedFunction(links, { definition, handler }), { name: 'by-handler', via: 'link' })
    assert.deepEqual(linkKeysOf({ definition, handler }), [handlerLinkKey(handler), 'template.yaml#Orders'])
  })

  it('is made, changed and taken away without touching the others', () => {
    const links = { 'a.py#handler': { function: 'a' } }
    const made = changedLinks(links, key, 'orders')
    assert.deepEqual(made, { ...links, [key]: 'orders' })
    assert.deepEqual(changedLinks(made, key, 'other'), { ...links, [key]: 'other' })
    assert.deepEqual(changedLinks(made, key, undefined), links)
    assert.equal(changedLinks({ [key]: 'orders' }, key, undefined), undefined)
    assert.equal(changedLinks(undefined, key, undefined), undefined)
    assert.deepEqual(changedLinks('rubbish', key, 'orders'), { [key]: 'orders' })
  })
})
