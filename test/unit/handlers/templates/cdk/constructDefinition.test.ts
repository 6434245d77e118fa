import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { spanned } from '../../spanned.ts'
import { functionOf, functionsOf, stackApp } from './cdkProject.ts'

async function read(statement: string, files: readonly string[] = []): Promise<FunctionDefinition> {
  const { texts } = stackApp(statement)
  return await functionOf({ ...texts, ...Object.fromEntries(files.map(file => [file, ''])) })
}

describe('functions that a CDK app constructs', () => {
  it('are read with the place of every value', async () => {
    const { texts, stack } = stackApp(
      'const memorySize = 1024',
      "new NodejsFunction(this, 'Orders', { // 😀",
      "  entry: path.join(__dirname, '../services/orders.ts'),",
      "  handler: 'handle',",
      '  runtime: Runtime.NODEJS_22_X,',
      '  memorySize,',
      '  timeout: Duration.seconds(20),',
      '  architecture: Architecture.ARM_64,',
      "  functionName: 'shop-orders',",
      "  environment: { LEVEL: 'info', 'LIMIT': `3`, TABLE: table.tableName },",
      '  bundling: { minify: true },',
      '})',
    )
    const { spans, sharedSpans, ...rest } = await functionOf({ ...texts, 'services/orders.ts': '' })
    assert.deepEqual(rest, {
      template: 'lib/shop-stack.ts',
      logicalId: 'Orders',
      kind: 'cdk',
      functionKind: 'event',
      line: 16,
      handler: 'index.handle',
      buildMethod: 'esbuild',
      bundling: { from: 'cdk', options: { minify: true, target: 'node22', external: ['@aws-sdk/*', '@smithy/*'] } },
      codeFolder: 'services',
      entryPoints: ['orders.ts'],
      target: { file: 'services/orders.ts', exportName: 'handle' },
      runtime: 'nodejs22.x',
      memoryMb: 1024,
      timeoutSeconds: 20,
      functionName: 'shop-orders',
      architecture: 'arm64',
      environment: { LEVEL: 'info', LIMIT: '3' },
      eventSources: [],
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(stack, spans), { handler: "'handle'", timeout: '20', functionName: "'shop-orders'" })
    assert.deepEqual(spanned(stack, sharedSpans), { memory: '1024' })
    const { start, end } = spans['properties'] ?? { start: 0, end: 0 }
    assert.match(stack.slice(start, end), /^\{ \/\/ 😀[^]*minify: true \},\n {4}\}$/)
  })

  const values: readonly (readonly [string, Partial<FunctionDefinition>])[] = [
    ['memorySize: 512', { memoryMb: 512 }],
    ['memorySize: 512 as number', { memoryMb: 512 }],
    ['memorySize: 2 * 512', { memoryMb: 1024 }],
    ['memorySize: props.memory', { unresolved: ['memory'] }],
    ['memorySize: props.memory ?? 512', { unresolved: ['memory'] }],
    ['memorySize: isProd ? 1024 : 128', { unresolved: ['memory'] }],
    ['timeout: Duration.minutes(5)', { timeoutSeconds: 300 }],
    ['timeout: cdk.Duration.hours(0.25)', { timeoutSeconds: 900 }],
    ['timeout: Duration.seconds(props.seconds)', { unresolved: ['timeout'] }],
    ['timeout: Duration.parse("PT5M")', { unresolved: ['timeout'] }],
    ['runtime: lambda.Runtime.PYTHON_3_13', { runtime: 'python3.13' }],
    ['runtime: cdk.aws_lambda.Runtime.NODEJS_24_X', { runtime: 'nodejs24.x' }],
    ['runtime: aws_lambda.Runtime.JAVA_21', { runtime: 'java21' }],
    ['runtime: Runtime.DOTNET_8', { runtime: 'dotnet8' }],
    ['runtime: Runtime.RUBY_3_4', { runtime: 'ruby3.4' }],
    ['runtime: Runtime.PROVIDED_AL2023', { runtime: 'provided.al2023' }],
    ['runtime: Runtime.NODEJS_LATEST', { unresolved: ['runtime'] }],
    ["runtime: new Runtime('nodejs26.x')", { runtime: 'nodejs26.x' }],
    ['architecture: lambda.Architecture.X86_64', { architecture: 'x86_64' }],
    ['...props', { unresolved: ['architecture', 'memory', 'timeout', 'runtime', 'functionName'] }],
    ['memorySize: 512, ...props', { unresolved: ['architecture', 'memory', 'timeout', 'runtime', 'functionName'] }],
    [
      '...props, memorySize: 512',
      { memoryMb: 512, unresolved: ['architecture', 'timeout', 'runtime', 'functionName'] },
    ],
    ['durableConfig: { executionTimeout: Duration.hours(1) }', { functionKind: 'durable' }],
  ]
  for (const [properties, expected] of values) {
    it(`say “${properties}”`, async () => {
      const definition = await read(
        `new lambda.Function(this, 'Fn', { ${properties}, handler: 'a.b', code: Code.fromAsset('src') })`,
      )
      const { memoryMb, timeoutSeconds, runtime, architecture, functionKind, unresolved } = definition
      const found = { memoryMb, timeoutSeconds, runtime, architecture, functionKind, unresolved }
      const plain = { memoryMb: undefined, timeoutSeconds: undefined, runtime: undefined, architecture: undefined }
      const known = unresolved.filter(name => name !== 'handler')
      assert.deepEqual(
        { ...found, unresolved: known },
        { ...plain, functionKind: 'event', unresolved: [], ...expected },
      )
    })
  }

  const conditions: readonly (readonly [string, readonly number[] | undefined])[] = [
    ['isProd ? 1024 : 128', [1024, 128]],
    ['a ? 1024 : b ? 512 : small', [1024, 512, 256]],
    ['isProd ? props.memory : 128', undefined],
    ['props.memory ?? 128', undefined],
  ]
  for (const [memory, expected] of conditions) {
    it(`can be ${expected?.join(' or ') ?? 'anything'}: ${memory}`, async () => {
      const { texts, stack } = stackApp(
        'const small = 256',
        `new lambda.Function(this, 'A', { memorySize: ${memory}, handler: 'a.b', code: Code.fromAsset('a') })`,
      )
      const { memoryMb, unresolved, alternatives } = await functionOf(texts)
      assert.deepEqual([memoryMb, unresolved], [undefined, ['memory']])
      assert.deepEqual(
        alternatives?.['memory']?.map(({ value, span }) => [value, stack.slice(span.start, span.end)]),
        expected?.map(value => [value, String(value)]),
      )
    })
  }

  it('share what stands in a common object', async () => {
    const { texts, stack } = stackApp(
      'const common = { memorySize: 512, runtime: Runtime.NODEJS_22_X, timeout: Duration.seconds(9) }',
      "new lambda.Function(this, 'A', { ...common, timeout: Duration.seconds(5), handler: 'a.b', code: Code.fromAsset('src') })",
    )
    const { spans, sharedSpans, runtime } = await functionOf(texts)
    assert.equal(runtime, 'nodejs22.x')
    assert.deepEqual(spanned(stack, spans), { timeout: '5', handler: "'a.b'" })
    assert.deepEqual(spanned(stack, sharedSpans), { memory: '512' })
  })

  const spreads: readonly (readonly [spread: string, memoryMb: number | undefined, isKnown: boolean])[] = [
    ['...(props.vpc ? { vpc: props.vpc } : {})', 256, true],
    ['...(props.vpc && { vpc: props.vpc })', 256, true],
    ['...(props.vpc ? { vpc: props.vpc } : undefined)', 256, true],
    ['...network', 256, true],
    ['...(isProd ? { memorySize: 1024 } : {})', undefined, true],
    ['...(isProd && { ...props })', undefined, false],
    ['...(props.more ?? {})', undefined, false],
  ]
  for (const [spread, memoryMb, isKnown] of spreads) {
    it(`know what a condition cannot change: ${spread}`, async () => {
      const { texts } = stackApp(
        'const network = process.env.VPC ? { vpc: 1 } : {}',
        `new lambda.Function(this, 'A', { memorySize: 256, handler: 'a.b', code: Code.fromAsset('src'), ${spread} })`,
      )
      const definition = await functionOf(texts)
      assert.equal(definition.memoryMb, memoryMb)
      assert.equal(definition.unresolved.includes('memory'), memoryMb === undefined)
      assert.deepEqual([definition.handler, definition.codeFolder], isKnown ? ['a.b', 'src'] : [undefined, undefined])
    })
  }

  it('do not take a parameter for a constant of the same name', async () => {
    const { texts } = stackApp(
      'const memorySize = 512',
      "const make = memorySize => new lambda.Function(this, 'A', { memorySize, handler: 'a.b', code: Code.fromAsset('a') })",
    )
    const { memoryMb, unresolved } = await functionOf(texts)
    assert.deepEqual([memoryMb, unresolved], [undefined, ['memory']])
  })

  const asset = (code: string, handler = 'app.handler') =>
    `new lambda.Function(this, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: '${handler}', code: ${code} })`
  const nodejs = (properties: string) => `new NodejsFunction(this, 'Fn', { ${properties} })`
  const python = (properties: string) =>
    `new PythonFunction(this, 'Fn', { runtime: Runtime.PYTHON_3_13, ${properties} })`
  type Place = Pick<FunctionDefinition, 'codeFolder' | 'handler'> & { readonly file?: string; readonly reason?: RegExp }
  const places: readonly (readonly [string, Place])[] = [
    [asset("Code.fromAsset('services/a')"), { codeFolder: 'services/a' }],
    [asset("lambda.Code.fromAsset('./services/a/')"), { codeFolder: 'services/a' }],
    [asset("cdk.aws_lambda.Code.fromAsset(path.join(__dirname, '..', 'a'))"), { codeFolder: 'a' }],
    [asset("Code.fromAsset(join(__dirname, '/a'))"), { codeFolder: 'lib/a' }],
    [asset('Code.fromAsset(path.resolve(__dirname, `../a`))'), { codeFolder: 'a' }],
    [asset("Code.fromAsset(path.resolve('a'))"), { codeFolder: 'a' }],
    [asset("Code.fromAsset(__dirname + '/../a')"), { codeFolder: 'a' }],
    [asset("Code.fromAsset(path.join(import.meta.dirname, '../a'))"), { codeFolder: 'a' }],
    [asset("new lambda.AssetCode('a')"), { codeFolder: 'a' }],
    [asset("Code.fromAsset('a', { exclude: ['*.md'] })"), { codeFolder: 'a' }],
    [asset("Code.fromAsset('a.zip')"), { reason: /built archive a\.zip/ }],
    [asset("Code.fromAsset('java/target/orders-1.0.jar')"), { codeFolder: 'java' }],
    [asset("Code.fromAsset('../outside')"), { reason: /outside/ }],
    [asset('Code.fromAsset(props.folder)'), { reason: /app runs/ }],
    [asset('props.code'), { reason: /app runs/ }],
    [asset("Code.fromInline('exports.handler = 1')"), { reason: /source of the stack/ }],
    [asset("Code.fromBucket(bucket, 'key')"), { reason: /S3/ }],
    [nodejs("entry: 'src/a.ts'"), { handler: 'index.handler', codeFolder: 'src', file: 'src/a.ts' }],
    [nodejs("entry: 'src/a.ts', handler: 'index.run'"), { handler: 'index.run', codeFolder: 'src', file: 'src/a.ts' }],
    [nodejs("entry: require.resolve('../src/a')"), { handler: 'index.handler', reason: /app runs/ }],
    [nodejs("entry: 'src/b.ts'"), { handler: 'index.handler', reason: /src\/b\.ts does not exist/ }],
    [nodejs("entry: '../b.ts'"), { handler: 'index.handler', reason: /outside/ }],
    [nodejs(''), { handler: 'index.handler', codeFolder: 'lib', file: 'lib/shop-stack.Fn.ts' }],
    [`new NodejsFunction(this, name, {})`, { handler: 'index.handler', reason: /app runs/ }],
    [
      nodejs("entry: 'src/a.ts', ...(vpc && { vpc })"),
      { handler: 'index.handler', codeFolder: 'src', file: 'src/a.ts' },
    ],
    [nodejs('...props'), { handler: 'index.handler', reason: /app runs/ }],
    [python("entry: 'src'"), { handler: 'index.handler', codeFolder: 'src' }],
    [python("entry: 'src', index: 'api/app.py', handler: 'run'"), { handler: 'api.app.run', codeFolder: 'src' }],
  ]
  for (const [statement, { codeFolder, handler = 'app.handler', file, reason }] of places) {
    const expectedHandler = statement.includes('Docker') ? undefined : handler
    it(`have their code by ${statement}`, async () => {
      const definition = await read(statement, ['src/a.ts', 'lib/shop-stack.Fn.ts'])
      assert.equal(definition.codeFolder, codeFolder)
      assert.equal(definition.handler, expectedHandler)
      assert.equal(definition.target?.file, file)
      if (reason) assert.match(definition.reason ?? '', reason)
      else assert.equal(definition.reason, undefined)
    })
  }

  it('may be of JavaScript, and of the first version of the library', async () => {
    const stack = `const cdk = require('@aws-cdk/core')
const lambda = require('@aws-cdk/aws-lambda')
const { NodejsFunction } = require('@aws-cdk/aws-lambda-nodejs')
class S extends cdk.Stack {
  constructor(scope, id) {
    super(scope, id)
    new lambda.Function(this, 'A', { handler: 'a.b', code: lambda.Code.asset('src'), memorySize: 256 })
    new NodejsFunction(this, 'B', { entry: 'src/b.js', timeout: cdk.Duration.seconds(4) })
  }
}
module.exports = { S }`
    const texts = {
      'cdk.json': '{"app": "node bin/app.js"}',
      'bin/app.js': "const { S } = require('../lib/stack')",
      'lib/stack.js': stack,
      'src/b.js': '',
    }
    const found = await functionsOf(texts)
    assert.deepEqual(
      found.map(({ logicalId, codeFolder, memoryMb, timeoutSeconds }) => [
        logicalId,
        codeFolder,
        memoryMb,
        timeoutSeconds,
      ]),
      [
        ['A', 'src', 256, undefined],
        ['B', 'src', undefined, 4],
      ],
    )
  })
})
