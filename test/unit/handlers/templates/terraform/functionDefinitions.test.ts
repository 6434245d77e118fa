import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import {
  functionDefinitions,
  isTerraformFile,
  mayDefineFunctions,
} from '#handlers/templates/terraform/functionDefinitions.ts'
import { spanned } from '../../spanned.ts'
import { read, resource } from './terraformFiles.ts'

const full = `# 😀 shop
locals {
  prefix = "shop-\${var.stage}"
  common = { LEVEL = "info", TABLE = "shared" }
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "\${path.module}/../services/orders/"
  output_path = "\${path.module}/orders.zip"
}

resource "aws_lambda_function" "orders" {
  function_name    = "\${local.prefix}-orders"
  filename         = data.archive_file.code.output_path
  source_code_hash = data.archive_file.code.output_base64sha256
  handler          = "orders.handler" # of the shop
  runtime          = var.runtime
  memory_size      = 256
  timeout          = var.timeout
  architectures    = ["arm64"]
  role             = aws_iam_role.orders.arn

  environment {
    variables = merge(local.common, { TABLE = aws_dynamodb_table.t.name, LIMIT = 3, DEBUG = true })
  }
}

variable "stage" { default = "dev" }
variable "timeout" {
  type    = number
  default = 20
}
`

describe('functions of Terraform resources', () => {
  it('are read with their variables, and the place of every own value', () => {
    const texts = { 'infra/main.tf': full, 'infra/variables.tf': 'variable "runtime" { default = "nodejs22.x" }' }
    const { spans, sharedSpans, ...rest } = read(texts)
    assert.deepEqual(rest, {
      template: 'infra/main.tf',
      logicalId: 'aws_lambda_function.orders',
      kind: 'terraform',
      functionKind: 'event',
      line: 13,
      handler: 'orders.handler',
      runtime: 'nodejs22.x',
      memoryMb: 256,
      timeoutSeconds: 20,
      functionName: 'shop-dev-orders',
      architecture: 'arm64',
      codeFolder: 'services/orders',
      environment: { LEVEL: 'info', LIMIT: '3', DEBUG: 'true' },
      eventSources: [],
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(full, spans), { architecture: '"arm64"', handler: '"orders.handler"', memory: '256' })
    assert.deepEqual(spanned(full, sharedSpans, texts), {
      runtime: 'infra/variables.tf: "nodejs22.x"',
      timeout: '20',
    })
  })

  it('are read from CRLF with a byte order mark at the same places', () => {
    const text = `\uFEFF${full.replaceAll('\n', '\r\n')}`
    const { spans, line, memoryMb, codeFolder } = read({ 'infra/main.tf': text })
    assert.equal(spanned(text, spans)['memory'], '256')
    assert.deepEqual([line, memoryMb, codeFolder], [13, 256, 'services/orders'])
  })

  it('say where an attribute can be added: the whole block', () => {
    const text = resource('handler = "a.b"')
    const at = read({ 'main.tf': text }).spans['properties']
    assert.equal(text.slice(at?.start, at?.end), '{\n  handler = "a.b"\n}')
  })

  const head = `variable "size" { default = 2048 }
variable "text_size" { default = "1024" }
variable "none" {}
variable "null" { default = null }
variable "sizes" { default = { small = 512, list = [1, 640] } }
locals {
  size = var.size
  loop = local.pool
  pool = local.loop
  name = lower("ORDERS")
}
`
  const values: readonly (readonly [string, string, Partial<FunctionDefinition>])[] = [
    ['a number as text', 'memory_size = "512"', { memoryMb: 512 }],
    ['nothing said', 'handler = "a.b"', {}],
    ['a variable with default', 'memory_size = var.size', { memoryMb: 2048 }],
    ['a variable in the old form', 'memory_size = "${var.size}"', { memoryMb: 2048 }],
    ['a default that is text', 'memory_size = var.text_size', { memoryMb: 1024 }],
    ['a variable without default', 'memory_size = var.none', { unresolved: ['memory'] }],
    ['a variable that says nothing', 'memory_size = var.null', {}],
    ['a variable that nobody declares', 'memory_size = var.absent', { unresolved: ['memory'] }],
    ['a part of a variable', 'memory_size = var.sizes["small"]', { memoryMb: 512 }],
    ['an item of a variable', 'memory_size = var.sizes.list[1]', { memoryMb: 640 }],
    ['a part that is not there', 'memory_size = var.sizes.big', { unresolved: ['memory'] }],
    ['a local value', 'memory_size = local.size', { memoryMb: 2048 }],
    ['a local value that refers to itself', 'memory_size = local.loop', { unresolved: ['memory'] }],
    ['a condition', 'memory_size = var.size > 1 ? 1 : 2', { unresolved: ['memory'] }],
    ['each of several', 'memory_size = each.value.memory', { unresolved: ['memory'] }],
    ['no number at all', 'memory_size = "large"', {}],
    ['a number that is none', 'memory_size = 1.5', {}],
    ['a list', 'memory_size = [1]', { memoryMb: 1 }],
    ['a name of functions', 'function_name = join("-", ["a", local.name])', { functionName: 'a-orders' }],
    ['a format', 'function_name = format("%s-%d", local.name, 3)', { functionName: 'orders-3' }],
    ['a name of a resource', 'function_name = "${random_pet.x.id}-a"', { unresolved: ['functionName'] }],
    ['a name of the workspace', 'function_name = "a-${terraform.workspace}"', { unresolved: ['functionName'] }],
    ['a durable function', 'durable_config { execution_timeout = 60 }', { functionKind: 'durable' }],
    ['tenants', 'tenancy_config { tenant_isolation_mode = "PER_TENANT" }', { functionKind: 'tenant-isolated' }],
    ['a managed instance', 'capacity_provider_config {}', { functionKind: 'managed-instances' }],
  ]
  for (const [title, attribute, expected] of values) {
    it(`resolve ${title}`, () => {
      const definition: Partial<FunctionDefinition> = read({ 'main.tf': head + resource(attribute) })
      const { memoryMb, functionName, functionKind, unresolved } = definition
      const plain = { memoryMb: undefined, functionName: undefined, functionKind: 'event', unresolved: [] }
      assert.deepEqual({ memoryMb, functionName, functionKind, unresolved }, { ...plain, ...expected })
    })
  }

  it('take what variables in JSON say', () => {
    const main = `${resource('memory_size = var.size', 'timeout = var.limits.timeout')}variable "size" {\n  default = 128\n}\n`
    const variables = '{ "size": 512, "limits": { "timeout": 9 } }'
    const texts = { 'main.tf': main, 'terraform.tfvars.json': variables }
    const { memoryMb, timeoutSeconds, sharedSpans } = read(texts)
    assert.deepEqual([memoryMb, timeoutSeconds], [512, 9])
    assert.deepEqual(spanned(main, sharedSpans, texts), {
      memory: 'terraform.tfvars.json: 512',
      timeout: 'terraform.tfvars.json: 9',
    })
  })

  it('take what terraform.tfvars says over a default', () => {
    const main = head + resource('memory_size = var.size', 'timeout = var.none')
    const texts = { 'main.tf': main, 'terraform.tfvars': 'size = 3008', 'a.auto.tfvars': 'none = 9\n' }
    const { memoryMb, timeoutSeconds } = read(texts)
    assert.deepEqual([memoryMb, timeoutSeconds], [3008, 9])
  })
})

describe('Terraform', () => {
  it('may be written as JSON', () => {
    const text = JSON.stringify(
      {
        '//': 'made by a program',
        variable: { size: { default: 512 } },
        data: { archive_file: { a: [{ source_dir: '${path.module}/src', output_path: 'a.zip' }] } },
        resource: {
          aws_lambda_function: {
            orders: {
              filename: '${data.archive_file.a.output_path}',
              function_name: 'a-${var.size}',
              handler: 'a.b',
              memory_size: '${var.size}',
              timeout: 9,
              environment: { variables: { A: '1', B: '${aws_x.y.z}' } },
            },
          },
        },
      },
      null,
      2,
    )
    const { memoryMb, functionName, codeFolder, environment, line, spans, sharedSpans } = read({
      'x/main.tf.json': text,
    })
    assert.deepEqual(
      { memoryMb, functionName, codeFolder, environment, line },
      {
        memoryMb: 512,
        functionName: 'a-512',
        codeFolder: 'x/src',
        environment: { A: '1' },
        line: text.slice(0, text.indexOf('"orders"')).split('\n').length,
      },
    )
    assert.deepEqual(spanned(text, spans), { handler: '"a.b"', timeout: '9' })
    assert.deepEqual(spanned(text, sharedSpans), { memory: '512' })
  })

  it('half-written gives what could be read, with a reason', () => {
    const text = `${resource('handler = "a.b"', 'memory_size = ')}\n${resource('timeout = 5').replace('orders', 'other')}resource "aws_la`
    const { definitions, problems } = functionDefinitions([{ file: 'main.tf', text }], [])
    assert.deepEqual(
      definitions.map(({ logicalId, handler, timeoutSeconds }) => [logicalId, handler, timeoutSeconds]),
      [
        ['aws_lambda_function.orders', 'a.b', undefined],
        ['aws_lambda_function.other', undefined, 5],
      ],
    )
    assert.match(problems[0]?.reason ?? '', /Line 3 .* memory_size has no value/)
  })

  it('is no endless matter when values are made of themselves', () => {
    const doubled = Array.from({ length: 40 }, (_, i) => `  v${i} = "\${local.v${i + 1}}\${local.v${i + 1}}"\n`).join(
      '',
    )
    const text = `locals {\n  f = abspath(local.f, local.f)\n  own = "\${local.own}\${local.own}"\n${doubled}  v40 = "x"\n}\n`
    const functions = resource(
      'function_name = local.own',
      'handler = local.v0',
      'memory_size = 512',
      'filename = local.f',
    )
    const { memoryMb, unresolved } = read({ 'main.tf': text + functions })
    assert.deepEqual([memoryMb, unresolved], [512, ['handler', 'functionName', 'codeUri']])
  })

  it('cut anywhere never throws', () => {
    for (let length = 0; length < full.length; length += 3) {
      functionDefinitions([{ file: 'main.tf', text: full.slice(0, length) }], [])
    }
  })

  it('is told by its files’ names and text', () => {
    const names = [
      'main.tf',
      'a/b.tf.json',
      'terraform.tfvars',
      'x/a.auto.tfvars',
      'x/a.auto.tfvars.json',
      'prod.tfvars',
      'a.tfstate',
      'tf.json',
    ]
    assert.deepEqual(names.map(isTerraformFile), [true, true, true, true, true, false, false, false])
    assert.equal(mayDefineFunctions(full), true)
    assert.equal(mayDefineFunctions('resource "aws_lambda_permission" "x" {}'), false)
  })
})
