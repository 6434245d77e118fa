import assert from 'node:assert/strict'
import { manifest } from './assemblyFiles.ts'
import { readApp, stackApp } from './cdkProject.ts'

const orders = "new NodejsFunction(this, 'Orders', { entry: 'src/orders.ts', memorySize: 512, timeout: props.timeout })"

describe('functions of a broken CDK app', () => {
  const broken: readonly (readonly [string, Record<string, string>, RegExp | undefined])[] = [
    ['no manifest', {}, undefined],
    ['half a manifest', { 'cdk.out/manifest.json': '{ "artifacts": {' }, /not valid JSON/],
    ['a manifest of other things', { 'cdk.out/manifest.json': '{ "artifacts": { "A": 1, "B": null } }' }, undefined],
    ['a list as manifest', { 'cdk.out/manifest.json': '[]' }, /not valid JSON/],
    ['no template', { 'cdk.out/manifest.json': manifest('Shop') }, /not there/],
    [
      'half a template',
      { 'cdk.out/manifest.json': manifest('Shop'), 'cdk.out/Shop.template.json': '{ "Resources": {' },
      /JSON/,
    ],
    [
      'assemblies in themselves',
      {
        'cdk.out/manifest.json': '{"artifacts":{"A":{"type":"cdk:cloud-assembly","properties":{"directoryName":"."}}}}',
      },
      undefined,
    ],
  ]
  for (const [title, files, reason] of broken) {
    it(`are read from the source when there is ${title}`, async () => {
      const { texts } = stackApp(orders)
      const { definitions, problems } = await readApp({ ...texts, 'src/orders.ts': '', ...files })
      assert.deepEqual(
        definitions.map(({ logicalId }) => logicalId),
        ['Orders'],
      )
      assert.equal(problems.length, reason ? 1 : 0)
      if (reason) assert.match(problems[0]?.reason ?? '', reason)
    })
  }

  it('are no endless matter when constants are made of themselves', async () => {
    const doubled = Array.from({ length: 40 }, (_, i) => `const v${i} = v${i + 1} + \`\${v${i + 1}}\``)
    const statement = 'new NodejsFunction(this, v0, { ...all, entry: own, handler: v0, memorySize: 512 })'
    const { texts } = stackApp(
      'const own = own + own',
      'const all = { ...all }',
      ...doubled,
      "const v40 = 'x'",
      statement,
    )
    const { definitions } = await readApp(texts)
    assert.equal(definitions[0]?.memoryMb, 512)
    const python =
      'from aws_cdk.aws_lambda import Function\nown = own + own\nFunction(self, own, handler=own, memory_size=512)\n'
    const ofPython = await readApp({ 'cdk.json': '{ "app": "python app.py" }', 'app.py': python })
    assert.equal(ofPython.definitions[0]?.memoryMb, 512)
  })

  it('and source cut anywhere never throw', async () => {
    const { texts, stack } = stackApp(orders)
    for (let length = 0; length < stack.length; length += 7) {
      await readApp({ ...texts, 'lib/shop-stack.ts': stack.slice(0, length) })
    }
    await readApp({ 'cdk.json': '{ "app": 5' })
    await readApp({})
  })
})
