import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { fn, lambdaModule, readOne, resource } from './terraformFiles.ts'

describe('values of a function of Terraform that a condition chooses', () => {
  const cases: readonly (readonly [memory: string, expected: readonly number[] | undefined, others?: string])[] = [
    ['var.env == "prod" ? 1024 : 512', [1024, 512]],
    ['a ? 1024 : b ? 512 : 256', [1024, 512, 256]],
    ['local.memory', [1024, 512], 'locals {\n  memory = a ? 1024 : local.small\n  small = 512\n}\n'],
    ['a ? 1024 : var.small', undefined],
    ['a ? 1024 : null', undefined],
    ['a ? 1024 : 2 * 512', undefined],
  ]
  for (const [memory, expected, others = ''] of cases) {
    it(`are ${expected?.join(' or ') ?? 'not known'}: ${memory} ${others}`, () => {
      const text = resource(`memory_size = ${memory}`) + others
      const { memoryMb, unresolved, alternatives } = readOne(text)
      assert.deepEqual([memoryMb, unresolved], [undefined, ['memory']])
      const found = alternatives?.['memory']?.map(({ value, span }) => [value, text.slice(span.start, span.end)])
      assert.deepEqual(
        found,
        expected?.map(value => [value, String(value)]),
      )
    })
  }
})

describe('values that a condition chooses by what is known', () => {
  const head = `variable "env" { default = "dev" }
variable "on" { default = true }
variable "none" { default = null }
variable "open" {}
variable "limits" { default = { other = 64 } }
locals { isProd = var.env == "prod" }
`
  const cases: readonly (readonly [memory: string, expected: number | undefined])[] = [
    ['var.env == "prod" ? 1024 : 512', 512],
    ['var.env != "prod" ? 1024 : 512', 1024],
    ['local.isProd ? 1024 : 512', 512],
    ['var.on ? 1024 : 512', 1024],
    ['!var.on ? 1024 : 512', 512],
    ['var.on && local.isProd ? 1024 : 512', 512],
    ['var.open || var.on ? 1024 : 512', 1024],
    ['var.none != null ? var.none : 512', 512],
    ['try(var.limits.size, 512)', 512],
    ['try(var.limits.other, 512)', 64],
    ['max(128, var.on ? 256 : 64)', 256],
    ['var.open ? 1024 : 512', undefined],
    ['var.open == "x" ? 1024 : 512', undefined],
    ['var.on && var.open ? 1024 : 512', undefined],
    ['length(var.env) > 2 ? 1024 : 512', undefined],
    ['try(var.open.size, 512)', undefined],
    ['try(aws_ssm_parameter.size.value, 512)', undefined],
  ]
  for (const [memory, expected] of cases) {
    it(`are ${expected}: ${memory}`, () => {
      const { memoryMb, unresolved, spans, sharedSpans } = readOne(head + resource(`memory_size = ${memory}`))
      assert.equal(memoryMb, expected)
      assert.deepEqual(unresolved, expected === undefined ? ['memory'] : [])
      // Neither branch is the one place to edit.
      assert.deepEqual([spans['memory'], sharedSpans['memory']], [undefined, undefined])
    })
  }

  it('are told with what they can be', () => {
    const { alternatives } = readOne(head + resource('memory_size = var.on ? 1024 : 512'))
    assert.deepEqual(
      alternatives?.['memory']?.map(({ value }) => value),
      [1024, 512],
    )
  })
})

describe('the region of a function of Terraform', () => {
  const providers = `provider "aws" {
  region = var.region
}
provider "aws" {
  alias  = "edge"
  region = "us-east-1"
}
variable "region" { default = "eu-west-1" }
`
  const call = (line = '') => `module "m" {\n  source = "./m"\n${line}\n}\n`
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string | undefined])[] = [
    ['the provider', providers + fn, {}, 'eu-west-1'],
    ['another provider', providers + resource('provider = aws.edge'), {}, 'us-east-1'],
    ['its own', providers + resource('region = "eu-north-1"'), {}, 'eu-north-1'],
    ['a provider that is not there', providers + resource('provider = aws.gone'), {}, undefined],
    ['nobody', fn, {}, undefined],
    ['a variable without default', `provider "aws" { region = var.none }\n${fn}`, {}, undefined],
    ['the caller of its module', providers + call(), { 'm/main.tf': fn }, 'eu-west-1'],
    ['what the caller passes', providers + call('  providers = { aws = aws.edge }'), { 'm/main.tf': fn }, 'us-east-1'],
    [
      'what the caller passes by another name',
      providers + call('  providers = { aws.far = aws.edge }'),
      { 'm/main.tf': resource('provider = aws.far') },
      'us-east-1',
    ],
    [
      'a provider of the well-known module',
      providers + lambdaModule('providers = { aws = aws.edge }'),
      {},
      'us-east-1',
    ],
  ]
  for (const [by, text, others, expected] of cases) {
    it(`is ${expected} by ${by}`, () => assert.equal(readOne(text, others).region, expected))
  }
})

describe('a function that is there or not', () => {
  const code = ['handler = var.open', 'runtime = "nodejs22.x"', 'filename = "x.zip"']
  const cases: readonly (readonly [string, RegExp])[] = [
    ['count = var.on ? 1 : 0', /^The code is the built archive/],
    ['count = 1', /^The code is the built archive/],
    ['count = var.size', /^It stands for several functions \(count\)/],
    ['count = var.on ? 2 : 0', /^It stands for several functions \(count\)/],
    ['for_each = var.functions', /^It stands for several functions \(for_each\)/],
  ]
  for (const [line, reason] of cases) {
    it(`has the reason of one or of several: ${line}`, () =>
      assert.match(readOne(resource(line, ...code)).reason ?? '', reason))
  }
})

describe('settings of a function of Terraform', () => {
  const cases: readonly (readonly [text: string, expected: Partial<FunctionDefinition>])[] = [
    [fn, {}],
    [resource('ephemeral_storage {\n    size = 2048\n  }'), { ephemeralStorageMb: 2048 }],
    [resource('snap_start {\n    apply_on = "PublishedVersions"\n  }'), { snapStart: true }],
    [resource('snap_start {\n    apply_on = "None"\n  }'), { snapStart: false }],
    [
      `${resource('layers = [aws_lambda_layer_version.l.arn, "arn:aws:lambda:eu-west-1:1:layer:x:1", var.layer]')}resource "aws_lambda_layer_version" "l" {\n}\n`,
      { layers: ['aws_lambda_layer_version.l', 'arn:aws:lambda:eu-west-1:1:layer:x:1'] },
    ],
    [
      `${fn}resource "aws_lambda_provisioned_concurrency_config" "p" {\n  function_name = aws_lambda_function.orders.function_name\n  provisioned_concurrent_executions = 2\n  qualifier = "live"\n}\n`,
      { provisionedConcurrency: 2 },
    ],
    [
      resource('package_type = "Image"', 'image_uri = "1.dkr.ecr.eu-west-1.amazonaws.com/x:1"'),
      { imageUri: '1.dkr.ecr.eu-west-1.amazonaws.com/x:1' },
    ],
    [resource('package_type = "Image"', 'image_uri = var.image'), { imageUri: '' }],
    [resource('durable_config {\n    execution_timeout = 60\n  }'), { functionKind: 'durable' }],
    [resource('capacity_provider_config {\n  }'), { functionKind: 'managed-instances' }],
    [resource('tenancy_config {\n  }'), { functionKind: 'tenant-isolated' }],
    [
      `${fn}resource "aws_cloudfront_distribution" "d" {\n  default_cache_behavior {\n    lambda_function_association {\n      event_type = "viewer-request"\n      lambda_arn = aws_lambda_function.orders.qualified_arn\n    }\n  }\n}\n`,
      { functionKind: 'edge' },
    ],
    [lambdaModule('lambda_at_edge = true'), { functionKind: 'edge' }],
    [
      lambdaModule('ephemeral_storage_size = 1024', 'snap_start = true', 'provisioned_concurrent_executions = 3'),
      { ephemeralStorageMb: 1024, snapStart: true, provisionedConcurrency: 3 },
    ],
  ]
  for (const [text, expected] of cases) {
    it(`are read: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
      const { ephemeralStorageMb, snapStart, layers, provisionedConcurrency, imageUri, functionKind } = readOne(text)
      const found = { ephemeralStorageMb, snapStart, layers, provisionedConcurrency, imageUri, functionKind }
      const plain = { ephemeralStorageMb: undefined, snapStart: undefined, layers: undefined, imageUri: undefined }
      assert.deepEqual(found, { ...plain, provisionedConcurrency: undefined, functionKind: 'event', ...expected })
    })
  }
})
