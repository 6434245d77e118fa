import assert from 'node:assert/strict'
import { manifest, template } from '../templates/cdk/assemblyFiles.ts'
import { stackApp } from '../templates/cdk/cdkProject.ts'
import { accountWith, definitionOf, lambda, reasonOf, resolve, resolverOf } from './deployedProject.ts'

const { texts } = stackApp(
  "new lambda.Function(this, 'Orders', { handler: 'orders.handler', code: Code.fromAsset('src') })",
)
const source = { ...texts, 'src/orders.js': 'exports.handler = async () => 1' }
const orders = ['Orders1A2B3C4D', 'Shop/Orders/Resource', { Handler: 'orders.handler' }] as const
const made = (environment: string, properties: object = {}, functions = template(orders)) => ({
  ...source,
  'cdk.out/manifest.json': JSON.stringify({
    version: '48.0.0',
    artifacts: {
      Shop: {
        type: 'aws:cloudformation:stack',
        environment,
        properties: { templateFile: 'Shop.template.json', ...properties },
      },
    },
  }),
  'cdk.out/Shop.template.json': functions,
})
const home = 'aws://123456789012/eu-west-1'
const deployed = [lambda('Orders1A2B3C4D', 'Shop-Orders1A2B3C4D-xYz')]

describe('a function of CDK', () => {
  it('is found in the stack of the manifest, in its region and account', async () =>
    assert.deepEqual(await resolve(made(home), { stacks: { 'eu-west-1/Shop': deployed } }), {
      name: 'Shop-Orders1A2B3C4D-xYz',
      region: 'eu-west-1',
      account: '123456789012',
      via: 'stack',
    }))

  it('is asked for in its account', async () => {
    const files = made(home)
    const account = accountWith({ 'eu-west-1/Shop': deployed })
    const definition = await definitionOf(files)
    await resolverOf(files, { stacks: () => account }).resolve({ definition }, new AbortController().signal)
    assert.deepEqual(account.asked, ['123456789012/eu-west-1/Shop'])
  })

  const environments: readonly (readonly [string, object])[] = [
    ['aws://unknown-account/unknown-region', {}],
    ['aws://123456789012/unknown-region', { account: '123456789012' }],
    ['elsewhere', {}],
  ]
  for (const [environment, place] of environments) {
    it(`is in the chosen region where the manifest says ${environment}`, async () =>
      assert.deepEqual(await resolve(made(environment), { stacks: { Shop: deployed } }), {
        name: 'Shop-Orders1A2B3C4D-xYz',
        ...place,
        via: 'stack',
      }))
  }

  it('is in a stack that is called otherwise than its artifact', async () => {
    const found = await resolve(made(home, { stackName: 'shop-prod' }), { stacks: { 'eu-west-1/shop-prod': deployed } })
    assert.ok('via' in found && found.via === 'stack')
  })

  it('is what the source calls it', async () => {
    const named = template([orders[0], orders[1], { ...orders[2], FunctionName: 'orders' }])
    assert.deepEqual(await resolve(made(home, {}, named)), {
      name: 'orders',
      region: 'eu-west-1',
      account: '123456789012',
      via: 'literalName',
    })
  })

  it('is one in each stage that the app makes', async () => {
    const stage = (name: string, region: string) => ({
      type: 'aws:cloudformation:stack',
      environment: `aws://123456789012/${region}`,
      properties: { templateFile: `${name}.template.json`, stackName: `${name}-Shop` },
    })
    const files = {
      ...source,
      'cdk.out/manifest.json': JSON.stringify({
        artifacts: {
          Beta: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Beta' } },
          Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        },
      }),
      'cdk.out/assembly-Beta/manifest.json': JSON.stringify({ artifacts: { BetaShop: stage('Beta', 'eu-west-1') } }),
      'cdk.out/assembly-Prod/manifest.json': JSON.stringify({ artifacts: { ProdShop: stage('Prod', 'us-east-1') } }),
      'cdk.out/assembly-Beta/Beta.template.json': template(orders),
      'cdk.out/assembly-Prod/Prod.template.json': template(orders),
    }
    const stacks = {
      'eu-west-1/Beta-Shop': [lambda('Orders1A2B3C4D', 'beta-orders')],
      'us-east-1/Prod-Shop': [lambda('Orders1A2B3C4D', 'prod-orders')],
    }
    const names = ['Orders1A2B3C4D', 'Prod-Shop/Orders1A2B3C4D'].map(async logicalId => {
      const found = await resolve(files, { stacks, logicalId })
      return 'via' in found ? [found.name, found.region] : found.reason
    })
    assert.deepEqual(await Promise.all(names), [
      ['beta-orders', 'eu-west-1'],
      ['prod-orders', 'us-east-1'],
    ])
  })

  it('is found in a nested stack', async () => {
    const nesting = JSON.stringify({
      Resources: {
        BackendNested: {
          Type: 'AWS::CloudFormation::Stack',
          Metadata: { 'aws:asset:path': 'Backend.nested.template.json' },
        },
      },
    })
    const files = { ...made(home, {}, nesting), 'cdk.out/Backend.nested.template.json': template(orders) }
    const stacks = {
      'eu-west-1/Shop': [{ logicalId: 'BackendNested', type: 'AWS::CloudFormation::Stack', physicalId: 'arn:backend' }],
      'eu-west-1/arn:backend': deployed,
    }
    const found = await resolve(files, { stacks })
    assert.ok('via' in found && found.name === 'Shop-Orders1A2B3C4D-xYz', JSON.stringify(found))
  })

  it('is not known before the app was synthesized', async () =>
    assert.match(reasonOf(await resolve(source)), /no manifest in cdk.out, .*run `cdk synth`/))

  it('is not known by a manifest that is cut off', async () => {
    const files = { ...made(home), 'cdk.out/manifest.json': manifest('Shop').slice(0, -20) }
    assert.match(reasonOf(await resolve(files)), /no manifest/)
  })

  it('is not known where its stack is not deployed', async () =>
    assert.match(
      reasonOf(await resolve(made(home))),
      /manifest.json names the stack Shop, which does not exist in eu-west-1/,
    ))

  it('is in the one region of the edge', async () => {
    const edge = stackApp(
      "new cloudfront.experimental.EdgeFunction(this, 'Auth', { handler: 'orders.handler', code: Code.fromAsset('src'), functionName: 'auth' })",
    )
    const found = await resolve({ ...edge.texts, 'src/orders.js': 'exports.handler = async () => 1' })
    assert.deepEqual(found, { name: 'auth', region: 'us-east-1', via: 'literalName' })
  })
})
