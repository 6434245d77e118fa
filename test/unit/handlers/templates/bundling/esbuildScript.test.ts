import assert from 'node:assert/strict'
import { esbuildScript, mayCallEsbuild } from '#handlers/templates/bundling/esbuildScript.ts'

const esm = "import * as esbuild from 'esbuild'\n"

describe('a script that calls esbuild', () => {
  const calls: readonly (readonly [string, string, object | undefined])[] = [
    ['by name', `${esm}await esbuild.build({ entryPoints: ['src/app.ts'], minify: true })`, { minify: true }],
    [
      'by import',
      "import { build } from 'esbuild'\nbuild({ entryPoints: ['src/app.ts'], format: 'esm' })",
      { format: 'esm' },
    ],
    [
      'by require',
      "require('esbuild').buildSync({ entryPoints: ['src/app.ts'], keepNames: true })",
      { keepNames: true },
    ],
    [
      'by a constant',
      `${esm}const options = { entryPoints: ['src/app.ts'], target: 'node22' }\nesbuild.context(options)`,
      { target: 'node22' },
    ],
    ['with other entries', `${esm}esbuild.build({ entryPoints: ['src/other.ts'], minify: true })`, undefined],
    [
      'for several',
      `${esm}esbuild.build({ entryPoints: ['src/other.ts'] })\nesbuild.build({ entryPoints: { a: './src/app.ts' }, minify: true })`,
      { minify: true },
    ],
    ['with patterns', `${esm}esbuild.build({ entryPoints: ['src/**/*.ts'], charset: 'utf8' })`, { charset: 'utf8' }],
    [
      'without extension',
      `${esm}esbuild.build({ entryPoints: [{ in: 'src/app', out: 'x' }], charset: 'utf8' })`,
      { charset: 'utf8' },
    ],
    ['of something else', "import { build } from 'vite'\nbuild({ minify: true })", undefined],
    ['by exporting options', 'export default { minify: true }', { minify: true }],
    [
      'by exporting a constant with a type',
      'const config: BuildOptions = { minify: true } satisfies BuildOptions\nexport default config',
      { minify: true },
    ],
  ]
  for (const [how, text, options] of calls) {
    it(`is read: ${how}`, () => {
      const found = esbuildScript(text, 'esbuild.config.ts', 'src/app.ts')
      const { entryPoints: _, ...known } = found?.options ?? {}
      assert.deepEqual(found && known, options)
      assert.equal(found?.from, options && 'esbuild.config.ts')
    })
  }

  it('starts its paths from the folder by which its entries name the handler', () => {
    const text = `${esm}esbuild.build({
      entryPoints: ['src/app.ts'], tsconfig: 'tsconfig.json', inject: ['./shim.js'], alias: { a: './src/a.ts', b: 'c' }, external: ['./x.js', 'y'],
    })`
    const found = esbuildScript(text, 'packages/api/scripts/build.mjs', 'packages/api/src/app.ts')
    const { entryPoints: _, ...options } = found?.options ?? {}
    assert.deepEqual(options, {
      tsconfig: './packages/api/tsconfig.json',
      inject: ['./packages/api/shim.js'],
      alias: { a: './packages/api/src/a.ts', b: 'c' },
      external: ['./packages/api/x.js', 'y'],
    })
  })

  it('names what only running it tells', () => {
    const text = `${esm}import { dependencies } from './package.json'
      esbuild.build({ entryPoints: findAll(), external: Object.keys(dependencies), plugins: [hang()], minify: true, outdir: out() })`
    const found = esbuildScript(text, 'build.mjs', 'src/app.ts')
    assert.deepEqual(found, { from: 'build.mjs', options: { minify: true }, unread: ['external', 'plugins'] })
  })

  it('is told from other scripts before it is parsed', () => {
    assert.ok(mayCallEsbuild(`${esm}esbuild.build({})`))
    assert.ok(!mayCallEsbuild("import { build } from 'vite'\nbuild()"))
    assert.ok(!mayCallEsbuild('// esbuild is fast'))
  })
})
