import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { manifest, template } from './assemblyFiles.ts'
import { spanned } from '../../spanned.ts'
import { functionOf, functionsOf, stackApp } from './cdkProject.ts'

const orders = "new NodejsFunction(this, 'Orders', { entry: 'src/orders.ts', memorySize: 512, timeout: props.timeout })"

describe('functions in cdk.out', () => {
  it('are edited in the source that made them', async () => {
    const { texts, stack } = stackApp(orders)
    const made = { MemorySize: 512, Timeout: 20, FunctionName: 'orders', Environment: { Variables: { A: '1' } } }
    const { spans, sharedSpans, ...rest } = await functionOf({
      ...texts,
      'src/orders.ts': '',
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': template(['Orders0F1A', 'Shop/Orders/Resource', made]),
    })
    assert.deepEqual(rest, {
      template: 'lib/shop-stack.ts',
      logicalId: 'Orders0F1A',
      kind: 'cdk',
      functionKind: 'event',
      line: 15,
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      memoryMb: 512,
      timeoutSeconds: 20,
      functionName: 'orders',
      codeFolder: 'src',
      buildMethod: 'esbuild',
      bundling: { from: 'cdk', options: { target: 'node22', external: [] } },
      entryPoints: ['orders.ts'],
      target: { file: 'src/orders.ts', exportName: 'handler' },
      eventSources: [],
      environment: { A: '1' },
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(stack, spans), { memory: '512' })
    assert.deepEqual(sharedSpans, {})
  })

  it('are called by what the templates say, at the place where the source says so', async () => {
    const { texts, stack } = stackApp(
      "const queue = new Queue(this, 'Jobs', { visibilityTimeout: Duration.seconds(60) })",
      "const fn = new lambda.Function(this, 'Orders', { handler: 'index.handler', runtime: Runtime.NODEJS_22_X, code: Code.fromAsset('src') })",
      'fn.addEventSource(new SqsEventSource(queue, { batchSize: 5 }))',
    )
    const imports =
      "import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'\nimport { Queue } from 'aws-cdk-lib/aws-sqs'\n"
    const made: { Resources: Record<string, unknown> } = JSON.parse(
      template(['Orders0F1A', 'Shop/Orders/Resource', {}]),
    )
    made.Resources['Jobs0'] = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } }
    const mapping = (name: string) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Orders0F1A' },
        EventSourceArn: { 'Fn::GetAtt': [name, 'Arn'] },
        BatchSize: 6,
      },
    })
    made.Resources['Mapping'] = mapping('Jobs0')
    const files = {
      ...texts,
      'lib/shop-stack.ts': imports + stack,
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': JSON.stringify(made),
    }
    const { eventSources = [] } = await functionOf(files)
    const [source] = eventSources
    assert.deepEqual(
      [source?.name, source?.source, source?.batchSize, source?.file, source?.line],
      ['Mapping', 'Jobs0', 6, undefined, 19],
    )
    assert.deepEqual(spanned(imports + stack, source?.spans ?? {}), { batchSize: '5' })
    assert.deepEqual(spanned(imports + stack, source?.queue?.spans ?? {}), { visibilityTimeoutSeconds: '60' })
    // Which of two is which, nothing tells.
    made.Resources['Other'] = mapping('Jobs0')
    const { eventSources: both = [] } = await functionOf({
      ...files,
      'cdk.out/Shop.template.json': JSON.stringify(made),
    })
    assert.deepEqual(
      both.map(({ name, file, spans, queue }) => [name, file, spans, queue?.file]),
      ['Mapping', 'Other'].map(name => [name, 'cdk.out/Shop.template.json', {}, 'cdk.out/Shop.template.json']),
    )
  })

  it('are those of stages and of nested stacks, too', async () => {
    const { texts } = stackApp(orders)
    const nested = JSON.stringify({
      Resources: {
        Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Nested.nested.template.json' } },
      },
    })
    const found = await functionsOf({
      ...texts,
      'src/orders.ts': '',
      'cdk.out/manifest.json': JSON.stringify({
        artifacts: {
          'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
          'assembly-Test': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Test' } },
        },
      }),
      'cdk.out/assembly-Prod/manifest.json': manifest('Shop'),
      'cdk.out/assembly-Prod/Shop.template.json': nested,
      'cdk.out/assembly-Prod/Nested.nested.template.json': template([
        'Orders0F1A',
        'Prod/Shop/Orders/Resource',
        { MemorySize: 1024 },
      ]),
      'cdk.out/assembly-Test/manifest.json': manifest('Shop'),
      'cdk.out/assembly-Test/Shop.template.json': template([
        'Orders0F1A',
        'Test/Shop/Orders/Resource',
        { MemorySize: 512 },
      ]),
    })
    assert.deepEqual(
      found.map(({ logicalId, memoryMb, spans, sharedSpans }) => [
        ...[logicalId, memoryMb],
        ...[Object.keys(spans), Object.keys(sharedSpans)],
      ]),
      [
        ['Orders0F1A', 1024, [], ['memory']],
        ['Shop/Orders0F1A', 512, [], ['memory']],
      ],
    )
  })

  const two = `export class First extends Construct {
  constructor(scope, id) { super(scope, id); new NodejsFunction(this, 'Fn', { entry: 'src/first.ts' }) }
}
export class Second extends Construct {
  constructor(scope, id) { super(scope, id); new NodejsFunction(this, 'Fn', { entry: 'src/second.ts' }) }
}
`
  const head = "import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'\n"
  const sources = { 'src/first.ts': '', 'src/second.ts': '' }
  const targetOf = async (table: string, statement: string, path: string): Promise<FunctionDefinition | undefined> => {
    const { texts } = stackApp(statement)
    const found = await functionsOf({
      ...texts,
      ...sources,
      'lib/table.ts': head + table,
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': template(['Made', path, {}]),
    })
    return found.find(({ logicalId }) => logicalId === 'Made')
  }

  it('are told apart by the construct around them', async () => {
    const statement = "new First(this, 'One'); new Second(this, 'Two')"
    assert.equal((await targetOf(two, statement, 'Shop/Two/Fn/Resource'))?.target?.file, 'src/second.ts')
    assert.equal((await targetOf(two, statement, 'Shop/One/Fn/Resource'))?.target?.file, 'src/first.ts')
  })

  it('have no source where several could have made them', async () => {
    const definition = await targetOf(two, 'new First(this, name); new Second(this, name)', 'Shop/One/Fn/Resource')
    assert.deepEqual(
      [definition?.target, definition?.template, definition?.spans],
      [undefined, 'cdk.out/Shop.template.json', {}],
    )
    assert.match(definition?.reason ?? '', /could not be told/)
  })

  it('are matched by what an id begins with, and by the class that is a function itself', async () => {
    const statement = "new NodejsFunction(this, `${id}-orders`, { entry: 'src/first.ts' })"
    assert.equal((await targetOf('', statement, 'Shop/Shop-orders/Resource'))?.target?.file, 'src/first.ts')
    assert.equal((await targetOf('', statement, 'Shop/Shop-other/Resource'))?.target, undefined)
    const own = `export class Own extends NodejsFunction {
      constructor(scope, id) { super(scope, id, { entry: 'src/second.ts' }) } }`
    assert.equal((await targetOf(own, "new Own(this, 'Mine')", 'Shop/Mine/Resource'))?.target?.file, 'src/second.ts')
  })

  it('have the source of which their asset is a copy, whatever made them', async () => {
    const app = { 'cdk.json': '{ "app": "./gradlew run" }' }
    const assembly = (handler: string, runtime: string) => ({
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': template(['Made', 'Shop/Orders/Resource', { Handler: handler, Runtime: runtime }]),
    })
    const copied = await functionOf({
      ...app,
      ...assembly('api/app.run', 'python3.13'),
      'services/a/api/app.py': 'def run(): 1',
      'services/b/api/app.py': 'def run(): 2',
      'cdk.out/asset.0a1b/api/app.py': 'def run(): 2',
    })
    assert.deepEqual(
      [copied.codeFolder, copied.target, copied.reason],
      ['services/b', { file: 'services/b/api/app.py', exportName: 'run' }, undefined],
    )
    const bundle =
      '"use strict";\n// src/orders.ts\nvar orders_exports = {};\n__export(orders_exports, {\n  handler: () => handler\n});\nmodule.exports = __toCommonJS(orders_exports);\n'
    const bundled = await functionOf({
      ...app,
      ...assembly('index.handler', 'nodejs22.x'),
      'app/src/orders.ts': '',
      'cdk.out/asset.0a1b/index.js': bundle,
    })
    assert.deepEqual(bundled.target, { file: 'app/src/orders.ts', exportName: 'handler' })
    const twice = await functionOf({
      ...app,
      ...assembly('app.run', 'python3.13'),
      'services/a/app.py': 'same',
      'services/b/app.py': 'same',
      'cdk.out/asset.0a1b/app.py': 'same',
    })
    assert.match(twice.reason ?? '', /could not be told/)
    const unknown = await functionOf({
      ...app,
      ...assembly('index.handler', 'nodejs22.x'),
      'index.js': '1',
      'cdk.out/asset.0a1b/index.js': '2',
    })
    assert.match(unknown.reason ?? '', /could not be told/)
  })

  it('are not those that the library brings along', async () => {
    const { texts } = stackApp()
    const found = await functionsOf({
      ...texts,
      'cdk.out/manifest.json': manifest('Shop'),
      'cdk.out/Shop.template.json': template(
        ['A', 'Shop/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler', {}],
        ['B', 'Shop/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource', {}],
        ['C', 'Shop/AWS679f53fac002430cb0da5b7982bd2287/Resource', {}],
        ['D', 'Shop/BucketNotificationsHandler050a0587b7544547bf325f094a3db834/Resource', {}],
        ['E', 'Shop/Provider/framework-onEvent/Resource', {}],
      ),
    })
    assert.deepEqual(found, [])
  })

  it('lie where cdk.json says', async () => {
    const texts = {
      'infra/cdk.json': '{ "app": "x", "output": "../build" }',
      'build/manifest.json': manifest('Shop'),
      'build/Shop.template.json': template(['Made', 'Shop/Fn/Resource', {}]),
    }
    assert.equal((await functionOf(texts, 'infra/cdk.json')).logicalId, 'Made')
  })
})
