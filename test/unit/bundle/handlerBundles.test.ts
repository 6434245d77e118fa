import assert from 'node:assert/strict'
import type { BundleReport } from '#bundle/bundleReport.ts'
import type { BundleSettings } from '#bundle/bundleSettings.ts'
import { BundleProject, signal } from './bundleProject.ts'

const clients = `import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { html } from 'lit'
import { readFile } from 'node:fs/promises'
import ms from 'ms'
import type { Order } from './order'
import { price } from './price'

const lambda = new LambdaClient({})
const logs = new CloudWatchLogsClient({})
export const handler = async (event: Order): Promise<unknown> => {
  await lambda.send(new InvokeCommand({ FunctionName: 'x' }))
  return [logs, html, ms('1d'), price(event), await readFile('x')]
}
`
const sources = {
  'src/app.ts': clients,
  'src/order.ts': 'export interface Order { id: string }',
  'src/price.ts': "import ms from 'ms'\nexport const price = (order: unknown) => [order, ms('2d')]",
}

describe('the bundle of a handler', function () {
  this.timeout(60_000)
  let project: BundleProject
  before(async () => {
    project = await BundleProject.open(sources)
    await project.install()
  })
  after(async () => await project.close())

  const settings: readonly (readonly [string, BundleSettings | undefined])[] = [
    ['nobody', undefined],
    ['SAM', { from: 'sam', options: { target: 'es2020', format: 'cjs', minify: true, external: ['@aws-sdk/*'] } }],
    ['its main fields', { from: 'sam', options: { mainFields: ['module', 'main'], target: ['node22', 'es2022'] } }],
    [
      'CDK',
      {
        from: 'cdk',
        options: {
          format: 'esm',
          banner: { js: "import { createRequire } from 'node:module'" },
          define: { 'process.env.STAGE': '"prod"' },
          keepNames: true,
          sourcemap: true,
          charset: 'utf8',
        },
      },
    ],
  ]
  for (const [who, settings_] of settings) {
    it(`has the bytes of esbuild's own command line, as configured by ${who}`, async () => {
      const report = await project.weigh('src/app.ts', settings_ ? { settings: settings_ } : {})
      const written = await project.esbuild(report.options.arguments ?? [])
      assert.ok(report.options.arguments?.includes('--minify'))
      assert.equal(report.bytes, written.length)
      assert.ok(report.zipBytes !== undefined && report.zipBytes < report.bytes)
    })
  }

  it('is minified also where the project does not', async () => {
    const options = { minify: false, minifyWhitespace: false, target: 'node24', format: 'cjs' }
    const plain = await project.weigh('src/app.ts', { settings: { from: 'cdk', options } })
    assert.equal(plain.bytes, (await project.weigh('src/app.ts')).bytes)
  })

  it('is shared out among packages, with the way to each', async () => {
    const report = await project.weigh('src/app.ts')
    const packages = new Map(report.packages.map(one => [one.name, one]))
    assert.deepEqual(
      report.packages.map(({ bytes }) => bytes),
      report.packages.map(({ bytes }) => bytes).toSorted((a, b) => b - a),
    )
    const lit = packages.get('lit-html')
    assert.match(lit?.version ?? '', /^\d+\.\d+\.\d+$/)
    assert.deepEqual(lit?.why.slice(0, 1), ['src/app.ts'])
    assert.match(lit?.why.at(-1) ?? '', /node_modules\/lit-html\//)
    assert.deepEqual(packages.get('ms')?.why.slice(0, -1), ['src/app.ts'], 'the shortest way')
    const known = report.packages.reduce((sum, { bytes }) => sum + bytes, report.ownBytes)
    assert.ok(known <= report.bytes && known > 0.95 * report.bytes)
  })

  it('tells of each import what really building without it saves', async () => {
    const { bytes, imports = [], options } = await project.weigh('src/app.ts')
    assert.deepEqual(
      imports.map(({ specifier, line, external }) => [specifier, line, external]),
      [
        ['@aws-sdk/client-lambda', 1, undefined],
        ['@aws-sdk/client-cloudwatch-logs', 2, undefined],
        ['lit', 3, undefined],
        ['node:fs/promises', 4, true],
        ['ms', 5, undefined],
        ['./price', 7, undefined],
      ],
      'imports of types are none',
    )
    for (const { specifier, line, external, exclusiveBytes, inclusiveBytes } of imports) {
      if (external) continue
      const without = clients.split('\n').filter((_, index) => index !== line - 1)
      await project.write({ 'src/app.ts': without.join('\n') })
      const truth = await project.esbuild(options.arguments ?? [])
      assert.equal(exclusiveBytes, bytes - truth.length, specifier)
      assert.ok(inclusiveBytes >= exclusiveBytes, specifier)
    }
    await project.write(sources)
    const [lambda, logs, , , ms] = imports
    assert.ok(lambda && logs && ms)
    assert.ok(lambda.inclusiveBytes > 2 * lambda.exclusiveBytes, 'most of a client is shared with the other')
    assert.ok(ms.exclusiveBytes < ms.inclusiveBytes, 'the price needs it as well')
  })

  it('is told as soon as its size is known, then with the zip file, then with the imports, at first estimated', async () => {
    const reports: BundleReport[] = []
    const weighing = await project.weigher().weigh(project.request('src/app.ts'), signal, one => reports.push(one))
    const known = [...reports, 'report' in weighing ? weighing.report : assert.fail()]
    assert.deepEqual(
      known.map(({ bytes, zipBytes, imports }) => [
        bytes > 0,
        zipBytes !== undefined,
        imports?.some(({ estimated }) => estimated === true),
      ]),
      [
        [true, false, undefined],
        [true, true, undefined],
        [true, true, true],
        [true, true, false],
      ],
    )
    const [estimated = [], measured = []] = known.slice(-2).map(({ imports }) => imports)
    for (const [index, { exclusiveBytes, specifier }] of measured.entries()) {
      const estimate = estimated[index]?.exclusiveBytes ?? 0
      assert.ok(estimate <= exclusiveBytes && estimate > 0.6 * exclusiveBytes - 100, specifier)
    }
  })

  it('is of the text in the editor, at its lines', async () => {
    const unsaved = `\n${clients.replace("import { html } from 'lit'\n", '').replace(' html,', '')}`
    const report = await project.weigh('src/app.ts', { unsaved })
    assert.equal(
      report.packages.find(({ name }) => name === 'lit'),
      undefined,
    )
    assert.deepEqual(report.imports?.map(({ line, span }) => [line, unsaved.slice(span.start, span.end)]).at(1), [
      3,
      "import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'",
    ])
  })
})
