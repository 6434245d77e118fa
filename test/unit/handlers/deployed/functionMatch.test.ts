import assert from 'node:assert/strict'
import type { DeployedTarget } from '#handlers/deployed/foundFunction.ts'
import { likelyScore, type ListedFunction, rankFunctions } from '#handlers/deployed/functionMatch.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'

function listed(name: string, more: Partial<ListedFunction> = {}): ListedFunction {
  return {
    name,
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    ...more,
  }
}

function definition(more: Partial<FunctionDefinition>): FunctionDefinition {
  return {
    template: 'template.yaml',
    logicalId: 'OrdersFunction',
    kind: 'sam',
    functionKind: 'event',
    environment: {},
    spans: {},
    sharedSpans: {},
    unresolved: [],
    line: 1,
    source: null,
    ...more,
  }
}

const at = (file: string, exportName = 'handler'): DeployedTarget => ({ handler: { file, exportName } })
const defined = (logicalId: string, more: Partial<FunctionDefinition> = {}): DeployedTarget => ({
  definition: definition({ logicalId, ...more }),
})

/** What is searched for, who of the account it is, and who is near to it and is it not. */
const matches: readonly (readonly [string, DeployedTarget, string, readonly string[]])[] = [
  [
    'the logical id in a name of CloudFormation',
    defined('OrdersFunction'),
    'shop-OrdersFunction-1A2B3C4D5E6F',
    ['shop-OrdersDlqFunction-1A2B3C4D5E6F', 'shop-RefundsFunction-1A2B3C4D5E6F'],
  ],
  [
    'the construct in a name of CDK',
    defined('Orders1A2B3C4D', { kind: 'cdk' }),
    'ShopStack-Orders1A2B3C4D-aBcDeFgHiJkL',
    ['ShopStack-OldOrders9F8E7D6C-aBcDeFgHiJkL', 'ShopStack-Refunds0A0B0C0D-aBcDeFgHiJkL'],
  ],
  [
    'the name by the defaults in another stage',
    defined('orders', { functionName: 'shop-dev-orders' }),
    'shop-prod-orders',
    ['shop-prod-refunds', 'shop-prod-thumbnails', 'shop-prod-reports'],
  ],
  [
    'the very name',
    defined('A', { functionName: 'shop-dev-orders' }),
    'shop-dev-orders',
    ['shop-dev-orders-authorizer', 'shop-prod-orders'],
  ],
  [
    'the file',
    at('src/resizeImage.js'),
    'acme-resize-image-prod',
    ['acme-convert-image-prod', 'acme-resize-video-prod'],
  ],
  [
    'the folder of an index',
    at('functions/send-invoice/index.ts'),
    'prod_send_invoice',
    ['prod_send_reminder', 'prod_print_invoice'],
  ],
  ['the export', at('src/orders.js', 'getOrder'), 'shop-get-order', ['shop-put-order', 'shop-list-orders']],
  ['a plural', at('src/order.py', 'lambda_handler'), 'orders-service', ['borders-service', 'reorder-service']],
  [
    'the address in Terraform',
    defined('module.api.aws_lambda_function.send_invoice', { kind: 'terraform' }),
    'acme-send-invoice',
    ['acme-api', 'acme-invoice-archive'],
  ],
]

describe('functions that may be the one to link', () => {
  for (const [name, target, wanted, near] of matches) {
    it(`are found by ${name}`, () => {
      const ranked = rankFunctions(
        target,
        [...near, wanted, 'aws-controltower-NotificationForwarder', 'zz'].map(one => listed(one)),
      )
      const [first, second] = ranked
      assert.equal(
        first?.listed.name,
        wanted,
        JSON.stringify(ranked.map(({ listed: { name: other }, score }) => [other, score])),
      )
      assert.ok(first.score >= likelyScore && first.score > (second?.score ?? 0))
    })
  }

  it('are none of those that share only the words of all', () => {
    const names = ['shop-prod-refunds', 'shop-prod-reports', 'shop-prod-thumbnails', 'shop-prod-invoices']
    const ranked = rankFunctions(
      defined('orders', { functionName: 'shop-prod-orders' }),
      names.map(name => listed(name)),
    )
    assert.deepEqual(
      ranked.filter(({ score }) => score >= likelyScore),
      [],
    )
  })

  it('with less that is strange to it are more so', () => {
    const ranked = rankFunctions(
      at('src/orders.js'),
      ['orders-archive-cleanup', 'orders-api'].map(name => listed(name)),
    )
    assert.deepEqual(
      ranked.map(({ listed: { name } }) => name),
      ['orders-api', 'orders-archive-cleanup'],
    )
  })

  it('may begin with the same word, which is not the same', () => {
    const names = ['acme-resizer', 'acme-resize', 'acme-red', 'acme-recycle']
    const ranked = rankFunctions(
      at('src/resize.js'),
      names.map(name => listed(name)),
    )
    assert.deepEqual(
      ranked.slice(0, 2).map(({ listed: { name } }) => name),
      ['acme-resize', 'acme-resizer'],
    )
  })

  it('of another runtime are less so', () => {
    const target = defined('Orders', { runtime: 'python3.13' })
    const ranked = rankFunctions(target, [listed('orders-a'), listed('orders-b', { runtime: 'python3.12' })])
    assert.deepEqual(
      ranked.map(({ listed: { name } }) => name),
      ['orders-b', 'orders-a'],
    )
  })

  it('with the same uncommon handler are more so', () => {
    const target = defined('Orders', { handler: 'src/shop/orders.handle' })
    const ranked = rankFunctions(target, [
      listed('orders-a'),
      listed('orders-b', { handler: 'src/shop/orders.handle' }),
    ])
    assert.deepEqual(
      ranked.map(({ listed: { name } }) => name),
      ['orders-b', 'orders-a'],
    )
  })

  it('are in the order of their names where nothing speaks for one', () => {
    const ranked = rankFunctions(
      at('index.js'),
      ['c', 'a', 'b'].map(name => listed(name)),
    )
    assert.deepEqual(
      ranked.map(({ listed: { name } }) => name),
      ['a', 'b', 'c'],
    )
    assert.deepEqual(rankFunctions({}, []), [])
  })

  it('are found among thousands', () => {
    const many = Array.from({ length: 5000 }, (_, index) => listed(`team-${index % 50}-service-${index}-prod`))
    const [first] = rankFunctions(at('src/service4321.js'), many)
    assert.equal(first?.listed.name, 'team-21-service-4321-prod')
  })
})
