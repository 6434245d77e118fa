import assert from 'node:assert/strict'
import { editMemory } from '#handlers/editMemory.ts'
import { editTo1024, expectLines } from './memoryEdits.ts'
import { MemoryProject } from './memoryProject.ts'
import { manifest, template as assembled } from './templates/cdk/assemblyFiles.ts'
import { pythonApp, stackApp } from './templates/cdk/cdkProject.ts'

const { signal } = new AbortController()

describe('editMemory, in the Serverless Framework', () => {
  const service = (...lines: readonly string[]) =>
    ['service: shop', 'provider:', '  name: aws', '  runtime: nodejs24.x', ...lines, ''].join('\n')

  it('replaces, adds, and leaves the default of all as it is', async () => {
    const text = service('functions:', '  orders:', '    handler: a.handler', '    memorySize: 512')
    const done = await editTo1024({ 'serverless.yml': text }, 'serverless.yml', 'orders')
    expectLines(done, ['    memorySize: 512'], ['    memorySize: 1024'])
    const without = service(
      '  memorySize: 256',
      'functions:',
      '  orders:',
      '    handler: a.handler',
      '  b:',
      '    handler: b.b',
    )
    const added = await editTo1024({ 'serverless.yml': without }, 'serverless.yml', 'orders')
    expectLines(added, [], ['    memorySize: 1024'])
    assert.deepEqual([added.fromMb, added.alsoChanges], [256, []])
  })

  it('changes a variable of the file that gives the value', async () => {
    const text = service(
      'custom:',
      '  size: 512',
      'functions:',
      '  orders:',
      '    handler: a.b',
      '    memorySize: ${self:custom.size}',
    )
    expectLines(
      await editTo1024({ 'serverless.yml': text }, 'serverless.yml', 'orders'),
      ['  size: 512'],
      ['  size: 1024'],
    )
  })

  it('edits a file that has the functions, not the service', async () => {
    const texts = {
      'serverless.yml': service('functions: ${file(functions.yml)}'),
      'functions.yml': 'orders:\n  handler: a.handler\n',
    }
    const done = await editTo1024(texts, 'functions.yml', 'orders')
    assert.deepEqual([done.file, done.after], ['functions.yml', 'orders:\n  handler: a.handler\n  memorySize: 1024\n'])
  })

  it('edits a service that is a script', async () => {
    const text = `export default {
  service: 'shop',
  provider: { name: 'aws', runtime: 'nodejs24.x' },
  functions: {
    orders: {
      handler: 'a.handler', // the first
      timeout: 10,
    },
  },
}
`
    const done = await editTo1024({ 'serverless.ts': text }, 'serverless.ts', 'orders')
    expectLines(done, [], ['      memorySize: 1024,'])
  })
})

describe('editMemory, in Terraform', () => {
  const resource = (...lines: readonly string[]) =>
    [
      'resource "aws_lambda_function" "orders" {',
      '  function_name = "orders"',
      '  filename      = "orders.zip"',
      '  handler       = "a.handler"',
      '  runtime       = "nodejs24.x"',
      ...lines.map(line => `  ${line}`),
      '}',
      '',
    ].join('\n')
  const address = 'aws_lambda_function.orders'

  it('replaces, with its alignment', async () => {
    const done = await editTo1024({ 'main.tf': resource('memory_size   = 512 # MB') }, 'main.tf', address)
    expectLines(done, ['  memory_size   = 512 # MB'], ['  memory_size   = 1024 # MB'])
  })

  it('adds, aligned with its neighbour', async () => {
    const done = await editTo1024({ 'main.tf': resource('', 'environment {', '}') }, 'main.tf', address)
    assert.match(done.after, /runtime {7}= "nodejs24.x"\n {2}memory_size {3}= 1024\n/)
  })

  it("changes a variable's default, and the other functions that have it", async () => {
    const variable = 'variable "memory" {\n  default = 512\n}\n'
    const text = resource('memory_size = var.memory')
    const done = await editTo1024(
      { 'main.tf': variable + text + text.replaceAll('orders', 'other') },
      'main.tf',
      address,
    )
    expectLines(done, ['  default = 512'], ['  default = 1024'])
    assert.deepEqual(done.alsoChanges, [{ template: 'main.tf', logicalId: 'aws_lambda_function.other' }])
  })

  it('edits the file that gives a variable its value', async () => {
    const texts = {
      'main.tf': resource('memory_size = var.memory'),
      'variables.tf': 'variable "memory" {\n  default = 256\n}\n',
    }
    const done = await editTo1024(texts, 'main.tf', address)
    assert.deepEqual([done.file, done.after], ['variables.tf', 'variable "memory" {\n  default = 1024\n}\n'])
  })

  it('edits its JSON', async () => {
    const orders = { function_name: 'orders', filename: 'a.zip', handler: 'a.b', runtime: 'nodejs24.x' }
    const text = JSON.stringify({ resource: { aws_lambda_function: { orders } } }, undefined, 2)
    const done = await editTo1024({ 'main.tf.json': text }, 'main.tf.json', address)
    assert.match(done.after, /"runtime": "nodejs24.x",\n {8}"memory_size": 1024\n/)
  })
})

describe('editMemory, in the CDK', () => {
  it('edits the source', async () => {
    const { texts } = stackApp(
      "new lambda.Function(this, 'Orders', {",
      '  runtime: Runtime.NODEJS_22_X,',
      "  handler: 'a.handler',",
      "  code: Code.fromAsset('src'),",
      '  memorySize: 512,',
      '})',
    )
    const done = await editTo1024(texts, 'lib/shop-stack.ts')
    expectLines(done, ['      memorySize: 512,'], ['      memorySize: 1024,'])
  })

  it('adds to properties on several lines, on one, and among the arguments of Python', async () => {
    const long = stackApp(
      "new lambda.Function(this, 'Orders', {",
      "  handler: 'a.handler', // it",
      "  code: Code.fromAsset('src'),",
      '})',
    )
    expectLines(await editTo1024(long.texts, 'lib/shop-stack.ts'), [], ['      memorySize: 1024,'])
    const short = stackApp("new lambda.Function(this, 'Orders', { handler: 'a.b', code: Code.fromAsset('src') })")
    const { after } = await editTo1024(short.texts, 'lib/shop-stack.ts')
    assert.match(after, /'Orders', { memorySize: 1024, handler: 'a\.b', code/)
    const python = pythonApp(
      'self.fn = _lambda.Function(',
      '    self, "Orders",',
      '    handler="orders.handler",',
      '    code=_lambda.Code.from_asset("src"),',
      ')',
    )
    const added = await editTo1024(python.texts, 'shop/shop_stack.py')
    assert.equal(added.after.split('\n').filter(line => line.trim() === 'memory_size=1024,').length, 1)
  })

  it('edits the source of what was synthesized, by the ids of that', async () => {
    const { texts } = stackApp(
      "new lambda.Function(this, 'Orders', { handler: 'index.handler', code: Code.fromAsset('src'), memorySize: 512 })",
    )
    const made = {
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': assembled(['Orders0A1B2C3D', 'Shop/Orders/Resource', { MemorySize: 512 }]),
    }
    const project = new MemoryProject({ ...texts, ...made })
    const list = async () => Object.keys(texts)
    const files = { list, kindOf: (path: string) => project.kindOf(path), read: (file: string) => project.read(file) }
    const key = { template: 'lib/shop-stack.ts', logicalId: 'Orders0A1B2C3D' }
    const done = await editMemory(files, key, 1024, signal)
    assert.match(done.after, /memorySize: 1024/)
    assert.deepEqual([done.fromMb, done.alsoChanges], [512, []])
  })

  it('refuses a value that only the app knows', async () => {
    const { texts } = stackApp("new lambda.Function(this, 'Orders', { handler: 'a.b', memorySize: props.memory })")
    await assert.rejects(editTo1024(texts, 'lib/shop-stack.ts'), { code: 'template-not-edited' })
  })
})
