import assert from 'node:assert/strict'
import { readTerraformState } from '#handlers/deployed/terraformState.ts'
import { reasonOf, resolve } from './deployedProject.ts'

const arnOf = (name: string, region = 'eu-west-1') => `arn:aws:lambda:${region}:123456789012:function:${name}`

interface Instance {
  readonly name: string
  readonly key?: string | number
  readonly deposed?: string
}

function resource(name: string, instances: readonly Instance[], module?: string) {
  return {
    ...(module !== undefined && { module }),
    mode: 'managed',
    type: 'aws_lambda_function',
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: instances.map(({ name: functionName, key, deposed }) => ({
      ...(key !== undefined && { index_key: key }),
      ...(deposed !== undefined && { deposed }),
      schema_version: 0,
      attributes: { function_name: functionName, arn: arnOf(functionName), memory_size: 128 },
    })),
  }
}

function state(...resources: readonly object[]): string {
  return JSON.stringify(
    { version: 4, terraform_version: '1.13.0', serial: 7, lineage: 'l', outputs: {}, resources },
    null,
    2,
  )
}

const source = { 'src/orders.js': 'exports.handler = async () => 1' }
const block = (name: string) => `resource "aws_lambda_function" "orders" {
  function_name = ${name}
  handler       = "orders.handler"
  runtime       = "nodejs22.x"
  filename      = data.archive_file.code.output_path
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "\${path.module}/src"
  output_path = "code.zip"
}
variable "stage" { default = "dev" }
`
const computed = '"orders-${random_id.suffix.hex}"'
const files = { ...source, 'main.tf': block(computed) }
const found = {
  name: 'orders-7f',
  arn: arnOf('orders-7f'),
  region: 'eu-west-1',
  account: '123456789012',
  via: 'terraformState',
}

describe('a function of Terraform', () => {
  it('is what the state says', async () =>
    assert.deepEqual(
      await resolve({ ...files, 'terraform.tfstate': state(resource('orders', [{ name: 'orders-7f' }])) }),
      found,
    ))

  it('is what the configuration calls it, with the ARN of the state', async () => {
    const named = { ...source, 'main.tf': block('"orders"') }
    assert.deepEqual(await resolve(named), { name: 'orders', via: 'literalName' })
    assert.deepEqual(
      await resolve({ ...named, 'terraform.tfstate': state(resource('orders', [{ name: 'orders' }])) }),
      {
        ...found,
        name: 'orders',
        arn: arnOf('orders'),
        via: 'literalName',
      },
    )
  })

  it('is in the region of its provider where no state tells', async () => {
    const provider = 'provider "aws" { region = "eu-north-1" }\n'
    const named = { ...source, 'main.tf': provider + block('"orders"') }
    assert.deepEqual(await resolve(named), { name: 'orders', region: 'eu-north-1', via: 'literalName' })
    // What is deployed decides.
    const deployed = { ...named, 'terraform.tfstate': state(resource('orders', [{ name: 'orders' }])) }
    assert.deepEqual(await resolve(deployed), { ...found, name: 'orders', arn: arnOf('orders'), via: 'literalName' })
  })

  it('has its name by the state rather than by the default of a variable', async () => {
    const byVariable = { ...source, 'main.tf': block('"orders-${var.stage}"') }
    const assumed = await resolve(byVariable)
    assert.ok('via' in assumed && assumed.name === 'orders-dev' && assumed.assumption !== undefined)
    assert.deepEqual(
      await resolve({ ...byVariable, 'terraform.tfstate': state(resource('orders', [{ name: 'orders-7f' }])) }),
      found,
    )
  })

  const root = `module "api" {
  source = "./modules/api"
}
`
  const inModule = {
    'envs/prod/main.tf': root.replace('./modules', '../../modules'),
    'modules/api/main.tf': block(computed),
    'modules/api/src/orders.js': source['src/orders.js'],
  }

  it('is found in the state of the folder that calls its module', async () =>
    assert.deepEqual(
      await resolve({
        ...inModule,
        'envs/prod/terraform.tfstate': state(resource('orders', [{ name: 'orders-7f' }], 'module.api')),
      }),
      found,
    ))

  it('is found by a key of its module', async () => {
    const keyed = state(resource('orders', [{ name: 'orders-7f' }], 'module.api["eu.west"]'))
    assert.deepEqual(await resolve({ ...inModule, 'envs/prod/terraform.tfstate': keyed }), found)
  })

  it('is the function in a call of terraform-aws-modules/lambda', async () => {
    const call = `module "orders" {
  source        = "terraform-aws-modules/lambda/aws"
  function_name = ${computed}
  handler       = "orders.handler"
  runtime       = "nodejs22.x"
  source_path   = "src"
}`
    const text = state(
      resource('this', [{ name: 'orders-7f', key: 0 }], 'module.orders'),
      resource('this', [{ name: 'other', key: 0 }], 'module.orders_other'),
    )
    assert.deepEqual(await resolve({ ...source, 'main.tf': call, 'terraform.tfstate': text }), found)
  })

  it('is in the state of the workspace that is selected', async () => {
    const states = {
      'terraform.tfstate': state(resource('orders', [{ name: 'wrong' }])),
      'terraform.tfstate.d/prod/terraform.tfstate': state(resource('orders', [{ name: 'orders-7f' }])),
      '.terraform/environment': 'prod\n',
    }
    assert.deepEqual(await resolve({ ...files, ...states }), found)
  })

  it('is in the file that the backend names', async () => {
    const initialized = JSON.stringify({
      version: 3,
      backend: { type: 'local', config: { path: '../state/shop.tfstate' } },
    })
    const moved = Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text]))
    const text = state(resource('orders', [{ name: 'orders-7f' }]))
    assert.deepEqual(
      await resolve({ ...moved, 'infra/.terraform/terraform.tfstate': initialized, 'state/shop.tfstate': text }),
      found,
    )
  })

  it('stays open among the functions of for_each and count', async () => {
    const result = await resolve({
      ...files,
      'terraform.tfstate': state(
        resource('orders', [
          { name: 'orders-eu', key: 'eu' },
          { name: 'orders-us', key: 'us' },
        ]),
      ),
    })
    assert.match(reasonOf(result), /has 2 functions at aws_lambda_function.orders: orders-eu, orders-us/)
    assert.deepEqual('candidates' in result && result.candidates?.map(({ name }) => name), ['orders-eu', 'orders-us'])
  })

  it('is not the one that waits to be destroyed', async () => {
    const replaced = resource('orders', [{ name: 'orders-7f' }, { name: 'orders-old', deposed: '0a1b2c3d' }])
    assert.deepEqual(await resolve({ ...files, 'terraform.tfstate': state(replaced) }), found)
  })

  const near: readonly (readonly [string, object])[] = [
    ['of another name', resource('orders2', [{ name: 'x' }])],
    ['of another module', resource('orders', [{ name: 'x' }], 'module.orders')],
    ['that is only read', { ...resource('orders', [{ name: 'x' }]), mode: 'data' }],
    ['of another type', { ...resource('orders', [{ name: 'x' }]), type: 'aws_lambda_alias' }],
    ['without instances', resource('orders', [])],
    ['of an odd shape', { ...resource('orders', []), instances: { attributes: null } }],
  ]
  for (const [name, one] of near) {
    it(`is no resource ${name}`, async () =>
      assert.match(reasonOf(await resolve({ ...files, 'terraform.tfstate': state(one) })), /No terraform.tfstate/))
  }

  const s3 = JSON.stringify({ version: 3, backend: { type: 's3', config: { bucket: 'states', key: 'shop' } } })
  const unreadable: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['in a bucket', { '.terraform/terraform.tfstate': s3 }, /not a local file but in the backend s3 \(states\)/],
    ['cut off', { 'terraform.tfstate': state(resource('orders', [{ name: 'x' }])).slice(0, -9) }, /not valid JSON/],
    ['of an old version', { 'terraform.tfstate': '{"version": 3, "modules": []}' }, /version is 3; 4 is read/],
    ['encrypted', { 'terraform.tfstate': '{"meta": {}, "encrypted_data": "0a1b"}' }, /encrypted/],
    ['a list', { 'terraform.tfstate': '[]' }, /not valid JSON/],
    ['absent', {}, /No terraform.tfstate beside the configuration has aws_lambda_function.orders/],
  ]
  for (const [name, texts, reason] of unreadable) {
    it(`is not known by a state that is ${name}`, async () =>
      assert.match(reasonOf(await resolve({ ...files, ...texts })), reason))
  }

  it('is found in a state of 20 MB', () => {
    const filler = {
      mode: 'managed',
      type: 'aws_s3_object',
      name: 'x',
      instances: [{ attributes: { content: 'x'.repeat(2000) } }],
    }
    const text = state(...Array.from({ length: 10_000 }, () => filler), resource('orders', [{ name: 'orders-7f' }]))
    assert.ok(text.length > 20_000_000)
    assert.deepEqual(readTerraformState(text).functions, [
      { address: 'aws_lambda_function.orders', name: 'orders-7f', arn: arnOf('orders-7f') },
    ])
  })
})
