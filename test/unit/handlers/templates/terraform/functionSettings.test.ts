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
