import assert from 'node:assert/strict'
import { template } from '../memoryProject.ts'
import { lambda, reasonOf, resolve } from './deployedProject.ts'

const yaml = template({ Orders: 'orders.handler' })
const toml = '[default.deploy.parameters]\nstack_name = "shop"\nregion = "eu-west-1"\nprofile = "dev"\n'
const files = { 'src/orders.js': 'exports.handler = async () => 1', 'template.yaml': yaml }
const withConfig = { ...files, 'samconfig.toml': toml }
const deployed = [lambda('Orders', 'shop-Orders-1A2B3C')]
const stacks = { 'eu-west-1/shop': deployed }
const inStack = { name: 'shop-Orders-1A2B3C', region: 'eu-west-1', profile: 'dev', via: 'stack' }

const named = (name: string) =>
  `Parameters: { Stage: { Type: String, Default: dev } }\n${yaml.replace('CodeUri: src,', `CodeUri: src, FunctionName: ${name},`)}`

describe('a function of SAM or CloudFormation', () => {
  it('is found in the stack that samconfig.toml names', async () =>
    assert.deepEqual(await resolve(withConfig, { stacks }), inStack))

  it('is what the template calls it, without asking anybody', async () =>
    assert.deepEqual(await resolve({ ...withConfig, 'template.yaml': named('orders') }), {
      name: 'orders',
      region: 'eu-west-1',
      profile: 'dev',
      via: 'literalName',
    }))

  it('is looked for in its stack where a parameter decides about its name', async () => {
    const byParameter = { ...withConfig, 'template.yaml': named("!Sub 'orders-${Stage}'") }
    assert.deepEqual(await resolve(byParameter, { stacks }), inStack)
  })

  it('has the name by the defaults, said as such, where no stack is known', async () => {
    const found = await resolve({ ...files, 'template.yaml': named("!Sub 'orders-${Stage}'") })
    assert.ok('via' in found)
    assert.deepEqual([found.name, found.via], ['orders-dev', 'literalName'])
    assert.match(found.assumption ?? '', /have their defaults/)
  })

  it('may have a region that is chosen elsewhere', async () => {
    const config = { ...files, 'samconfig.toml': '[default.deploy.parameters]\nstack_name = "shop"' }
    assert.deepEqual(await resolve(config, { stacks: { shop: deployed } }), {
      name: 'shop-Orders-1A2B3C',
      via: 'stack',
    })
  })

  it('is the linked one before all others', async () => {
    const found = await resolve(
      { ...withConfig, 'template.yaml': named('orders') },
      { links: { 'src/orders.js#handler': 'mine' } },
    )
    assert.deepEqual(found, { name: 'mine', via: 'link' })
  })

  const configs: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      'YAML',
      { 'samconfig.yaml': 'default: {deploy: {parameters: {stack_name: shop, region: eu-west-1, profile: dev}}}' },
    ],
    ['one environment that is not the default', { 'samconfig.toml': toml.replace('default', 'prod') }],
    ['a default and others', { 'samconfig.toml': `${toml}[prod.deploy.parameters]\nstack_name = "shop-prod"` }],
    ['the path of what was built', { 'samconfig.toml': `${toml}template_file = ".aws-sam/build/template.yaml"` }],
    ['the path of what was packaged', { 'samconfig.toml': `${toml}template_file = "packaged.yaml"` }],
    ['its own path', { 'samconfig.toml': `${toml}[default.build.parameters]\ntemplate_file = "template.yaml"` }],
  ]
  for (const [name, config] of configs) {
    it(`is found by a configuration with ${name}`, async () =>
      assert.deepEqual(await resolve({ ...files, ...config }, { stacks }), inStack))
  }

  it('is found from a folder above that names its template', async () => {
    const deep = Object.fromEntries(Object.entries(files).map(([name, text]) => [`services/orders/${name}`, text]))
    const config = { 'samconfig.toml': `${toml}template_file = "services/orders/template.yaml"` }
    assert.deepEqual(await resolve({ ...deep, ...config }, { stacks }), inStack)
  })

  it('is found in a nested stack', async () => {
    const parent = `Resources:
  Backend: { Type: AWS::Serverless::Application, Properties: { Location: nested/orders.yaml } }`
    const nested = {
      'nested/orders.yaml': yaml,
      'nested/src/orders.js': files['src/orders.js'],
      'template.yaml': parent,
    }
    const arn = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-Backend-XYZ/0a1b'
    const nestedStacks = {
      'eu-west-1/shop': [{ logicalId: 'Backend', type: 'AWS::CloudFormation::Stack', physicalId: arn }],
      [`eu-west-1/${arn}`]: [lambda('Orders', 'shop-Backend-XYZ-Orders-1A2B3C')],
    }
    const found = await resolve({ ...nested, 'samconfig.toml': toml }, { stacks: nestedStacks })
    assert.deepEqual(found, { ...inStack, name: 'shop-Backend-XYZ-Orders-1A2B3C' })
  })

  it('is found in a stack in a stack in a stack', async () => {
    const around = (location: string) =>
      `Resources:\n  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${location} } }`
    const nested = {
      'template.yaml': around('./a/middle.yaml'),
      'a/middle.yaml': around('./b/orders.yaml'),
      'a/b/orders.yaml': yaml,
      'a/b/src/orders.js': files['src/orders.js'],
      'samconfig.toml': toml,
    }
    const stack = (physicalId: string) => [{ logicalId: 'Inner', type: 'AWS::CloudFormation::Stack', physicalId }]
    const nestedStacks = {
      'eu-west-1/shop': stack('shop-Inner-X'),
      'eu-west-1/shop-Inner-X': stack('shop-Inner-X-Inner-Y'),
      'eu-west-1/shop-Inner-X-Inner-Y': [lambda('Orders', 'shop-Orders-1')],
    }
    assert.deepEqual(await resolve(nested, { stacks: nestedStacks }), { ...inStack, name: 'shop-Orders-1' })
    // Which of two it is nobody tells.
    const twice = { ...nested, 'other.yaml': around('./a/middle.yaml') }
    assert.match(reasonOf(await resolve(twice, { stacks: nestedStacks })), /^Several stacks deploy a\/middle\.yaml/)
  })

  const unknown: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['no configuration', {}, /No samconfig.toml says which stack template.yaml is/],
    [
      'a configuration without a stack',
      { 'samconfig.toml': '[default.deploy.parameters]\nregion = "eu-west-1"' },
      /does not name the stack/,
    ],
    [
      'several environments and no default',
      { 'samconfig.toml': '[dev.deploy.parameters]\nstack_name = "a"\n[prod.deploy.parameters]\nstack_name = "b"' },
      /names several stacks \(dev, prod\)/,
    ],
    [
      'a configuration of another template',
      { 'samconfig.toml': `${toml}template_file = "other.yaml"` },
      /No samconfig.toml/,
    ],
    [
      'a stack that does not exist',
      { 'samconfig.toml': toml.replace('shop', 'shopp') },
      /names the stack shopp, which does not exist in eu-west-1/,
    ],
    [
      'a configuration that is no TOML',
      { 'samconfig.toml': 'x = \n'.repeat(30) },
      /samconfig.toml: Line 1 is not valid TOML/,
    ],
  ]
  for (const [name, config, reason] of unknown) {
    it(`is not known with ${name}`, async () =>
      assert.match(reasonOf(await resolve({ ...files, ...config }, { stacks })), reason))
  }

  it('is not known with the configuration of a folder above that has a template of its own', async () => {
    const deep = Object.fromEntries(Object.entries(files).map(([name, text]) => [`services/orders/${name}`, text]))
    assert.match(
      reasonOf(await resolve({ ...deep, 'samconfig.toml': toml }, { stacks })),
      /services\/orders\/template.yaml/,
    )
  })

  it('is not known beside the usual template if its own has another name', async () => {
    const { 'template.yaml': text, ...source } = files
    assert.match(
      reasonOf(await resolve({ ...source, 'orders.yaml': text, 'samconfig.toml': toml }, { stacks })),
      /orders.yaml/,
    )
  })

  it('is not known while its stack does not have it', async () =>
    assert.match(
      reasonOf(await resolve(withConfig, { stacks: { 'eu-west-1/shop': [lambda('Other', 'shop-Other-1')] } })),
      /The stack shop has no Orders: it is not deployed yet/,
    ))

  it('is not something else of that name', async () => {
    const queue = { 'eu-west-1/shop': [{ logicalId: 'Orders', type: 'AWS::SQS::Queue', physicalId: 'https://sqs' }] }
    assert.match(reasonOf(await resolve(withConfig, { stacks: queue })), /is no function but AWS::SQS::Queue/)
  })
})
