import assert from 'node:assert/strict'
import { spanned } from '../../spanned.ts'
import { read, readAll, resource } from './terraformFiles.ts'

describe('functions in modules of the project', () => {
  const child = `variable "memory" { default = 128 }
variable "name" {}
variable "path" {}
data "archive_file" "a" {
  output_path = "x.zip"
  source_dir  = var.path
}
${resource('function_name = var.name', 'memory_size = var.memory', 'handler = "app.handler"', 'filename = data.archive_file.a.output_path')}`
  const root = `module "api" {
  source = "../modules/fn"
  name   = "api"
  memory = 512
  path   = "\${path.module}/../src/api"
}
module "jobs" {
  source = "../modules/fn/"
  name   = "jobs"
  path   = "\${path.root}/jobs"
}
`
  it('are there once for each call, where their memory is told', () => {
    const texts = { 'live/main.tf': root, 'modules/fn/main.tf': child }
    const found = readAll(texts)
    assert.deepEqual(
      found.map(({ template, logicalId, functionName, memoryMb, codeFolder, line }) => [
        ...[template, logicalId, functionName],
        ...[memoryMb, codeFolder, line],
      ]),
      [
        ['live/main.tf', 'module.api.aws_lambda_function.orders', 'api', 512, 'src/api', 1],
        ['modules/fn/main.tf', 'module.jobs.aws_lambda_function.orders', 'jobs', 128, 'live/jobs', 8],
      ],
    )
    assert.deepEqual(
      found.map(({ template, spans }) => spanned(texts[template as keyof typeof texts], spans)),
      [{ functionName: '"api"', memory: '512' }, {}],
    )
    assert.deepEqual(spanned(child, found[1]?.sharedSpans ?? {}, texts), {
      handler: '"app.handler"',
      memory: '128',
      functionName: 'live/main.tf: "jobs"',
    })
  })

  it('are no endless matter when modules call each other', () => {
    const call = (name: string) => `module "m" {\n  source = "../${name}"\n  name = "x"\n}\n`
    const found = readAll({
      'a/main.tf': call('b') + child,
      'b/main.tf': call('a') + call('b').replace('"m"', '"n"') + child,
    })
    assert.ok(found.length >= 2)
  })
})

describe('functions of terraform-aws-modules/lambda', () => {
  const call = (...attributes: readonly string[]) =>
    `module "orders" {\n  source = "terraform-aws-modules/lambda/aws"\n${attributes.map(line => `  ${line}\n`).join('')}}\n`

  it('are read from the call', () => {
    const text = call(
      'version = "~> 8.0"',
      'function_name = "orders"',
      'handler = "app.lambda_handler"',
      'runtime = "python3.13"',
      'source_path = "${path.module}/src/app.py"',
      'memory_size = 1024',
      'environment_variables = { A = "1" }',
    )
    const { spans, sharedSpans, ...rest } = read({ 'app/main.tf': text })
    assert.deepEqual(rest, {
      template: 'app/main.tf',
      logicalId: 'module.orders',
      kind: 'terraform',
      functionKind: 'event',
      line: 1,
      handler: 'app.lambda_handler',
      runtime: 'python3.13',
      memoryMb: 1024,
      functionName: 'orders',
      codeFolder: 'app/src',
      environment: { A: '1' },
      eventSources: [],
      unresolved: [],
      source: null,
    })
    assert.equal(spanned(text, spans)['memory'], '1024')
    assert.deepEqual(sharedSpans, {})
  })

  const places: readonly (readonly [string, string | undefined, RegExp | undefined])[] = [
    ['source_path = "../src"', 'src', undefined],
    ['source_path = ["src", "lib"]', 'app/src', undefined],
    ['source_path = [{ path = "src", pip_requirements = true }]', 'app/src', undefined],
    ['source_path = { path = "src" }', 'app/src', undefined],
    ['source_path = var.unknown', undefined, /deployed/],
    ['local_existing_package = "x.zip"', undefined, /built archive x\.zip/],
    ['s3_existing_package = { bucket = "b" }', undefined, /S3/],
  ]
  for (const [attribute, folder, reason] of places) {
    it(`have their code by “${attribute}”`, () => {
      const definition = read({ 'app/main.tf': call('handler = "a.b"', attribute) })
      assert.equal(definition.codeFolder, folder)
      if (reason) assert.match(definition.reason ?? '', reason)
      else assert.equal(definition.reason, undefined)
    })
  }

  it('come from the repository, too', () => {
    const source = 'git::https://github.com/terraform-aws-modules/terraform-aws-lambda.git?ref=v8.1.0'
    const text = call('handler = "a.b"').replace('terraform-aws-modules/lambda/aws', source)
    assert.equal(read({ 'main.tf': text }).logicalId, 'module.orders')
  })

  for (const [title, text] of [
    ['a layer', call('create_layer = true')],
    ['one that is switched off', call('create_function = false')],
    ['an alias', call().replace('/aws"', '/aws//modules/alias"')],
    [
      'an alias of the repository',
      call().replace(
        'terraform-aws-modules/lambda/aws',
        'github.com/terraform-aws-modules/terraform-aws-lambda//modules/alias',
      ),
    ],
    ['another module', call().replace('terraform-aws-modules/lambda/', 'someone/lambda-like/')],
    ['a data source', 'data "aws_lambda_function" "x" {\n  function_name = "y"\n}\n'],
    ['a permission', 'resource "aws_lambda_permission" "x" {}\n# resource "aws_lambda_function"\n'],
  ] as const) {
    it(`are not ${title}`, () => assert.deepEqual(readAll({ 'main.tf': text }), []))
  }
})
