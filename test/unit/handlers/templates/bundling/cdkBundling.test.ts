import assert from 'node:assert/strict'
import { functionOf, stackApp } from '../cdk/cdkProject.ts'

async function bundling(...lines: readonly string[]) {
  const head = "new NodejsFunction(this, 'Orders', { entry: path.join(__dirname, '../services/orders.ts'),"
  const { texts } = stackApp(...lines.slice(0, -1), `${head} ${lines.at(-1)} })`)
  return (await functionOf({ ...texts, 'services/orders.ts': '' })).bundling
}

const runtime = 'runtime: Runtime.NODEJS_22_X'
const sdk = ['@aws-sdk/*', '@smithy/*']
const byDefault = { target: 'node22', external: sdk }

describe('what a CDK construct says to esbuild', () => {
  const rows: readonly (readonly [string, object, (readonly string[])?])[] = [
    ['{}', byDefault],
    ['{ minify: true, keepNames: true }', { ...byDefault, minify: true, keepNames: true }],
    ['{ sourceMap: true, sourcesContent: false }', { ...byDefault, sourcemap: true, sourcesContent: false }],
    ["{ target: 'es2022,node20' }", { target: ['es2022', 'node20'], external: sdk }],
    ["{ mainFields: ['module', 'main'] }", { ...byDefault, mainFields: ['module', 'main'] }],
    ["{ externalModules: ['sharp'] }", { target: 'node22', external: ['sharp'] }],
    ['{ externalModules: [] }', { target: 'node22', external: [] }],
    ['{ bundleAwsSDK: true }', { target: 'node22', external: [] }],
    ["{ define: { 'process.env.A': JSON.stringify('a') } }", byDefault, ['define']],
    [
      "{ define: { A: '1' }, loader: { '.html': 'text' } }",
      { ...byDefault, define: { A: '1' }, loader: { '.html': 'text' } },
    ],
    [
      "{ banner: '/* b */', footer: '/* f */' }",
      { ...byDefault, banner: { js: '/* b */' }, footer: { js: '/* f */' } },
    ],
    [
      "{ tsconfig: path.join(__dirname, '../tsconfig.build.json') }",
      { ...byDefault, tsconfig: './tsconfig.build.json' },
    ],
    ['{ commandHooks: hooks, esbuildArgs: { "--log-limit": "0" } }', byDefault, ['commandHooks', 'esbuildArgs']],
    ['{ minify: props.isProduction }', byDefault, ['minify']],
    ['{ ...props.bundling, minify: true }', { ...byDefault, minify: true }, ['...props.bundling']],
    ['props.bundling', byDefault, ['...props.bundling']],
    ['{ logLevel: LogLevel.INFO, forceDockerBundling: true }', byDefault],
  ]
  for (const [value, options, unread] of rows) {
    it(`is read from “bundling: ${value}”`, async () => {
      const expected = { from: 'cdk', options, ...(unread && { unread }) }
      assert.deepEqual(await bundling(`${runtime}, bundling: ${value}`), expected)
    })
  }

  it('has the formats of the library', async () => {
    const found = await bundling(`${runtime}, bundling: { format: aws_lambda_nodejs.OutputFormat.ESM }`)
    assert.deepEqual(found?.unread, ['format'], 'a name that is not imported')
    const { texts } = stackApp(
      `new NodejsFunction(this, 'Orders', { entry: 'a.ts', ${runtime}, bundling: { format: OutputFormat.ESM, sourceMapMode: SourceMapMode.INLINE } })`,
    )
    const stack = (texts['lib/shop-stack.ts'] ?? '').replace(
      'import { NodejsFunction }',
      'import { NodejsFunction, OutputFormat, SourceMapMode }',
    )
    const { bundling: options } = await functionOf({ ...texts, 'lib/shop-stack.ts': stack, 'a.ts': '' })
    assert.deepEqual(options?.options, { ...byDefault, format: 'esm', sourcemap: 'inline' })
  })

  it('ships modules beside the bundle', async () => {
    const found = await bundling(`${runtime}, bundling: { nodeModules: ['sharp'] }`)
    assert.deepEqual(found, {
      from: 'cdk',
      options: { target: 'node22', external: [...sdk, 'sharp'] },
      installed: ['sharp'],
    })
  })

  it('comes from constants that constructs share', async () => {
    const found = await bundling(
      'const shared = { minify: true, sourceMap: true }',
      `${runtime}, bundling: { ...shared, sourceMap: false }`,
    )
    assert.deepEqual(found?.options, { ...byDefault, minify: true, sourcemap: false })
  })

  it('bundles the SDK for the latest runtime', async () => {
    assert.deepEqual(await bundling('runtime: Runtime.NODEJS_LATEST'), { from: 'cdk', options: { external: [] } })
  })
})
