import assert from 'node:assert/strict'
import { cdkReader } from '#handlers/templates/cdk/cdkReader.ts'
import { cdkJson, functionsOf, functionOf, stackApp } from './cdkProject.ts'

const asset = (code: string) => `new lambda.Function(this, 'Fn', { handler: 'app.handler', code: ${code} })`
const nodejs = (properties: string) => `new NodejsFunction(this, 'Fn', { ${properties} })`

const manifest = 'libs/constructs/package.json'
const own = `import { Function, Code } from 'aws-cdk-lib/aws-lambda'
export const table = scope => new Function(scope, 'Own', { handler: 'a.b', code: Code.fromAsset('src') })`
const paths = (mapped: object) => JSON.stringify({ compilerOptions: { paths: mapped } })

describe('functions that a CDK app constructs', () => {
  it('may be constructs of a class of their own', async () => {
    const { texts } = stackApp()
    const own = `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
export class Own extends NodejsFunction {
  constructor(scope, id) { super(scope, id, { entry: 'src/own.ts', memorySize: 256 }) }
}
export const table = 1`
    const definition = await functionOf({ ...texts, 'lib/table.ts': own, 'src/own.ts': '' })
    assert.deepEqual([definition.logicalId, definition.memoryMb], ['Own', 256])
  })

  it('have keys of their own where ids are the same', async () => {
    const { texts } = stackApp(asset("Code.fromAsset('a')"), asset("Code.fromAsset('b')"))
    const ids = (await functionsOf(texts)).map(({ logicalId }) => logicalId)
    assert.equal(new Set(ids).size, 2)
  })

  it('are asked for again when their entry comes to be', async () => {
    const { texts } = stackApp(nodejs("entry: 'src/a.ts'"))
    const asked = new Set<string>()
    const { definitions } = await cdkReader.read(['cdk.json'], {
      names: new Set(Object.keys(texts)),
      parametersOf: () => ({}),
      text: file => Promise.resolve(asked.add(file) && texts[file]),
    })
    assert.match(definitions[0]?.reason ?? '', /does not exist/)
    assert.ok(asked.has('src/a.ts'))
  })

  const others = [
    "new Function('return 1')",
    "new cloudfront.Function(this, 'Fn', { code: cloudfront.FunctionCode.fromFile({ filePath: 'a.js' }) })",
    "lambda.Function.fromFunctionArn(this, 'Fn', 'arn')",
    "new lambda.LayerVersion(this, 'Layer', { code: Code.fromAsset('layer') })",
    "new table.Function(this, 'Fn', { handler: 'a.b', code: Code.fromAsset('src') })",
    "new lambda.Alias(this, 'Fn', { aliasName: 'live' })",
    "// new lambda.Function(this, 'Fn', { handler: 'a.b' })",
    "const text = `new NodejsFunction(this, 'Fn', {})`",
  ]
  for (const statement of others) {
    it(`are not ${statement}`, async () => assert.deepEqual(await functionsOf(stackApp(statement).texts), []))
  }

  it('are those of the app only: what it does not import is not read', async () => {
    const { texts, stack } = stackApp(asset("Code.fromAsset('a')"))
    const more = { 'test/shop.test.ts': stack, 'lib/old-stack.ts': stack, 'src/a.ts': stack }
    assert.equal((await functionsOf({ ...texts, ...more })).length, 1)
  })

  const asPackage = { name: '@shop/constructs', main: 'dist/index.js' }
  const imports: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      'a path of the compiler',
      '@infra/own',
      { 'tsconfig.json': paths({ '@infra/*': ['parts/*'] }), 'parts/own.ts': own },
    ],
    [
      'a package beside it',
      '@shop/constructs',
      { [manifest]: JSON.stringify(asPackage), 'libs/constructs/src/index.ts': own },
    ],
    [
      'a part of a package',
      '@shop/constructs/parts/own',
      { [manifest]: JSON.stringify(asPackage), 'libs/constructs/parts/own.ts': own },
    ],
    ['a module that another imports', './re', { 'lib/re.ts': "export * from '../parts/own'", 'parts/own.ts': own }],
  ]
  for (const [what, specifier, files] of imports) {
    it(`may stand in ${what}`, async () => {
      const { texts, stack } = stackApp()
      const own = stack.replace("from './table'", `from '${specifier}'`)
      const found = await functionsOf({ ...texts, 'lib/shop-stack.ts': own, ...files })
      assert.deepEqual(
        found.map(({ logicalId }) => logicalId),
        ['Own'],
      )
    })
  }

  it('do not stand in a package of the same name that is another', async () => {
    const { texts, stack } = stackApp()
    const files = { [manifest]: '{ "name": "constructs", "main": "index.js" }', 'libs/constructs/index.ts': own }
    const importing = stack.replace("from './table'", "from '@shop/constructs'")
    assert.deepEqual(await functionsOf({ ...texts, 'lib/shop-stack.ts': importing, ...files }), [])
  })

  it('are found below a folder, from a command in its words', async () => {
    const { texts } = stackApp(asset("Code.fromAsset('src')"), nodejs("entry: 'src/a.ts'"))
    const moved = Object.entries({ ...texts, 'src/a.ts': '' }).map(([name, text]) => [`infra/${name}`, text] as const)
    for (const app of ['node dist/bin/shop.js', 'tsx ./bin/shop.ts --x', 'npm run app', cdkJson]) {
      const found = await functionsOf(
        { ...Object.fromEntries(moved), 'infra/cdk.json': JSON.stringify({ app }) },
        'infra/cdk.json',
      )
      assert.deepEqual(
        found.map(({ template, codeFolder }) => [template, codeFolder]),
        [
          ['infra/lib/shop-stack.ts', 'infra/src'],
          ['infra/lib/shop-stack.ts', 'infra/src'],
        ],
      )
    }
  })
})
