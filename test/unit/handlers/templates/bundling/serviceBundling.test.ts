import assert from 'node:assert/strict'
import { readOnly, service } from '../serverless/serviceProject.ts'

async function bundling(lines: readonly string[], files: Readonly<Record<string, string>> = {}, runtime?: string) {
  const settings = ['handler: src/a.main', ...(runtime === undefined ? [] : [`runtime: ${runtime}`])]
  return (await readOnly({ ...service(settings, ...lines), ...files })).bundling
}

describe('what a service says to esbuild by the plugin', () => {
  const plugin = 'plugins: [serverless-esbuild]'
  const byDefault = { target: 'node22', external: ['aws-sdk'] }
  const rows: readonly (readonly [string, object, object?])[] = [
    ['{}', byDefault],
    ['{ minify: true, mainFields: [module, main] }', { ...byDefault, minify: true, mainFields: ['module', 'main'] }],
    ['{ target: node20, concurrency: 10, packager: yarn }', { ...byDefault, target: 'node20' }],
    ["{ exclude: ['@aws-sdk/*'] }", { target: 'node22', external: ['@aws-sdk/*'] }],
    ["{ exclude: '*' }", { target: 'node22', external: [] }],
    ['{ external: [sharp] }', { target: 'node22', external: ['sharp', 'aws-sdk'] }, { installed: ['sharp'] }],
    ['{ define: { STAGE: "${self:provider.name}" } }', { ...byDefault, define: { STAGE: 'aws' } }],
    [
      '{ minify: "${env:MINIFY}", plugins: plugins.js }',
      { ...byDefault, plugins: 'plugins.js' },
      { unread: ['minify'] },
    ],
    ['{ tsconfig: tsconfig.build.json }', { ...byDefault, tsconfig: './tsconfig.build.json' }],
    ["{ format: esm, outputFileExtension: '.mjs' }", { ...byDefault, format: 'esm', outExtension: { '.js': '.mjs' } }],
  ]
  for (const [value, options, more] of rows) {
    it(`is read from “esbuild: ${value}”`, async () => {
      const expected = { from: 'serverless-esbuild', options, ...more }
      assert.deepEqual(await bundling([plugin, `custom: { esbuild: ${value} }`]), expected)
    })
  }

  const scripts: readonly (readonly [string, string, object, object?])[] = [
    ['an object', 'module.exports = { minify: true }', { ...byDefault, minify: true }],
    [
      'a function',
      "module.exports = serverless => ({ bundle: true, exclude: ['x'] })",
      { target: 'node22', bundle: true, external: ['x'] },
    ],
    [
      'a function with a body',
      'module.exports = function () { return { keepNames: true } }',
      { ...byDefault, keepNames: true },
    ],
    [
      'values that are computed',
      'module.exports = () => ({ minify: isProduction(), target: "es2022" })',
      { target: 'es2022', external: ['aws-sdk'] },
      { unread: ['minify'] },
    ],
    ['nothing plain', 'module.exports = makeOptions()', byDefault, { unread: ['esbuild.config.js'] }],
  ]
  for (const [what, text, options, more] of scripts) {
    it(`is read from a script: ${what}`, async () => {
      const lines = [plugin, 'custom: { esbuild: { config: ./esbuild.config.js } }']
      const found = await bundling(lines, { 'esbuild.config.js': text })
      const unread = more ? { unread: ['./esbuild.config.js'] } : {}
      const expected = { from: 'serverless-esbuild', options, ...(what === 'nothing plain' ? unread : more) }
      assert.deepEqual(found, expected)
    })
  }

  it('names a script that is not there', async () => {
    const found = await bundling([plugin, 'custom: { esbuild: { config: gone.js } }'])
    assert.deepEqual(found?.unread, ['gone.js'])
  })
})

describe('what a service says to esbuild by the framework', () => {
  const byDefault = { minify: false, sourcemap: true, external: ['@aws-sdk/*'] }
  const rows: readonly (readonly [string, object, object?])[] = [
    ['esbuild', byDefault],
    ['{ esbuild: true }', byDefault],
    ['{ esbuild: { minify: true, sourcemap: false } }', { ...byDefault, minify: true, sourcemap: false }],
    ['{ esbuild: { sourcemap: { type: inline } } }', { ...byDefault, sourcemap: 'inline' }],
    ['{ esbuild: { sourcemap: { setNodeOptions: true } } }', byDefault],
    [
      '{ esbuild: { external: [sharp], buildConcurrency: 3 } }',
      { ...byDefault, external: ['@aws-sdk/*', 'sharp'] },
      { installed: ['sharp'] },
    ],
    ['{ esbuild: { exclude: [x] } }', { ...byDefault, external: ['@aws-sdk/*', 'x'] }],
    ['{ esbuild: { packages: external } }', { ...byDefault, packages: 'external' }],
  ]
  for (const [value, options, more] of rows) {
    it(`is read from “build: ${value}”`, async () => {
      assert.deepEqual(await bundling([`build: ${value}`]), { from: 'serverless', options, ...more })
    })
  }

  it('is an ES module in a package of such', async () => {
    const found = await bundling(['build: esbuild'], { 'package.json': '{ "type": "module" }' })
    assert.deepEqual(found?.options, { ...byDefault, format: 'esm' })
  })

  it('leaves out the SDK that the runtime has', async () => {
    const found = await bundling(['build: esbuild'], {}, 'nodejs16.x')
    assert.deepEqual(found?.options['external'], ['aws-sdk'])
  })
})
