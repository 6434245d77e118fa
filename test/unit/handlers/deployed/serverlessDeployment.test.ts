import assert from 'node:assert/strict'
import { lambda, reasonOf, resolve } from './deployedProject.ts'

const source = { 'src/orders.js': 'exports.handler = async () => 1' }
const service = (provider: string, more = '') => ({
  ...source,
  'serverless.yml': `service: shop
provider:
  name: aws
  runtime: nodejs22.x
${provider}
functions:
  get-order:
    handler: src/orders.handler
${more}`,
})
const lines = (...all: readonly string[]) => all.map(line => `  ${line}`).join('\n')

/** Provider, what else the function says, name and region. */
const schemes: readonly (readonly [string, string, string, string | undefined])[] = [
  ['', '', 'shop-dev-get-order', 'us-east-1'],
  [lines('stage: prod', 'region: eu-west-1'), '', 'shop-prod-get-order', 'eu-west-1'],
  [
    lines("stage: ${opt:stage, 'beta'}", "region: ${opt:region, 'eu-north-1'}"),
    '',
    'shop-beta-get-order',
    'eu-north-1',
  ],
  [lines('region: ${env:REGION}'), '', 'shop-dev-get-order', undefined],
  [lines('stage: prod'), '    name: ${self:service}-${sls:stage}-get\n', 'shop-prod-get', 'us-east-1'],
]

describe('a function of the Serverless Framework', () => {
  for (const [provider, more, name, region] of schemes) {
    it(`is ${name} in ${region ?? 'the chosen region'}`, async () => {
      const found = await resolve(service(provider, more))
      assert.ok('via' in found, JSON.stringify(found))
      assert.deepEqual([found.name, found.region, found.via], [name, region, 'namingScheme'])
      assert.match(found.assumption ?? '', /the stage .* the defaults of the service/)
    })
  }

  it('is what its definition calls it, without assuming a stage', async () =>
    assert.deepEqual(await resolve(service(lines('profile: dev'), '    name: get-order\n')), {
      name: 'get-order',
      region: 'us-east-1',
      profile: 'dev',
      via: 'literalName',
    }))

  it('is found where it stands in a file of its own', async () => {
    const files = {
      ...source,
      'serverless.yml':
        'service: shop\nprovider: { name: aws, runtime: nodejs22.x, region: eu-west-1 }\nfunctions:\n  - ${file(functions/orders.yml)}\n',
      'functions/orders.yml': 'get-order: { handler: src/orders.handler }\n',
    }
    const found = await resolve(files)
    assert.ok('via' in found, JSON.stringify(found))
    assert.deepEqual([found.name, found.region], ['shop-dev-get-order', 'eu-west-1'])
  })

  it('is found in a definition that is a script', async () => {
    const files = {
      ...source,
      'serverless.ts': `export default {
  service: 'shop',
  provider: { name: 'aws', runtime: 'nodejs22.x', stage: 'prod', region: 'eu-west-1' },
  functions: { orders: { handler: 'src/orders.handler' } },
}`,
    }
    const found = await resolve(files)
    assert.ok('via' in found, JSON.stringify(found))
    assert.deepEqual([found.name, found.region], ['shop-prod-orders', 'eu-west-1'])
  })

  const secret = service(lines('stage: ${ssm:/stage}', 'region: eu-west-1'))

  it('is what was packaged last, where only a deployment knows its stage', async () => {
    const state = {
      service: {
        provider: { stage: 'prod', region: 'eu-west-1' },
        functions: { 'get-order': { name: 'shop-prod-get-order' } },
      },
    }
    const found = await resolve({ ...secret, '.serverless/serverless-state.json': JSON.stringify(state) })
    assert.deepEqual(found, {
      name: 'shop-prod-get-order',
      region: 'eu-west-1',
      via: 'stack',
      assumption: 'the stage is prod that was packaged last',
    })
  })

  it('is found in the stack that the service names', async () => {
    const named = service(lines('stackName: shop-stack', 'region: eu-west-1'), '    name: ${ssm:/name}\n')
    const stacks = { 'eu-west-1/shop-stack': [lambda('GetDashorderLambdaFunction', 'the-name')] }
    assert.deepEqual(await resolve(named, { stacks }), { name: 'the-name', region: 'eu-west-1', via: 'stack' })
  })

  it('is found in the stack that the framework names', async () => {
    const named = service(lines('stage: prod'), '    name: ${ssm:/name}\n')
    const stacks = { 'us-east-1/shop-prod': [lambda('GetDashorderLambdaFunction', 'the-name')] }
    assert.deepEqual(await resolve(named, { stacks }), { name: 'the-name', region: 'us-east-1', via: 'stack' })
  })

  it('is not known where nothing tells the stage', async () =>
    assert.match(reasonOf(await resolve(secret)), /known only when it is deployed/))

  it('is not known by a package that is cut off', async () =>
    assert.match(
      reasonOf(await resolve({ ...secret, '.serverless/serverless-state.json': '{"service": {' })),
      /known only when it is deployed/,
    ))
})
