import assert from 'node:assert/strict'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders'
const place = { region: 'eu-west-1', account: '123456789012' }

const references: readonly (readonly [string, ReturnType<typeof parseFunctionReference>])[] = [
  ['orders', { name: 'orders' }],
  ['  orders  ', { name: 'orders' }],
  ['shop-OrdersFunction-1A2B3C_d', { name: 'shop-OrdersFunction-1A2B3C_d' }],
  ['orders:live', { name: 'orders', qualifier: 'live' }],
  ['orders:17', { name: 'orders', qualifier: '17' }],
  ['orders:$LATEST', { name: 'orders', qualifier: '$LATEST' }],
  [arn, { name: 'orders', arn, ...place }],
  [`${arn}:live`, { name: 'orders', arn, ...place, qualifier: 'live' }],
  [
    'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f',
    {
      name: 'f',
      arn: 'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f',
      region: 'us-gov-west-1',
      account: '123456789012',
    },
  ],
  ['123456789012:function:orders', { name: 'orders', account: '123456789012' }],
  ['', undefined],
  ['orders function', undefined],
  ['orders:live:2', undefined],
  ['orders:', undefined],
  ['orders:$NEWEST', undefined],
  ['src/orders.js', undefined],
  ['${stage}-orders', undefined],
  ['arn:aws:lambda:eu-west-1:1234:function:orders', undefined],
  ['arn:aws:lambda:eu-west-1:123456789012:layer:orders', undefined],
  ['arn:aws:lambda::123456789012:function:orders', undefined],
  ['arn:aws:s3:::orders', undefined],
  ['a'.repeat(141), undefined],
]

describe('a reference to a function', () => {
  for (const [text, expected] of references) {
    it(`${expected ? 'is' : 'is not'} “${text.slice(0, 70)}”`, () =>
      assert.deepEqual(parseFunctionReference(text), expected))
  }
})
