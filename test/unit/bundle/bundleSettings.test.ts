import assert from 'node:assert/strict'
import { commandLine } from '#bundle/bundleOptions.ts'
import { knownOptions, targetOf } from '#bundle/bundleSettings.ts'

describe('settings of a bundle', () => {
  const rows: readonly (readonly [object, readonly string[]])[] = [
    [{ minify: true, target: ['node22'], bundle: true, outfile: 'x.js' }, []],
    [{ target: 22 }, ['target']],
    [{ external: ['a', 1] }, ['external']],
    [{ loader: { '.html': 'text' }, define: { A: true } }, ['define']],
    [{ format: 'umd' }, ['format']],
    [{ plugins: 'plugins.js' }, ['plugins']],
    [{ bundle: false }, ['bundle']],
    [{ sourcemap: { type: 'inline' } }, ['sourcemap']],
    [{ mainFields: undefined }, []],
    [{ constructor: 'x', toString: 'y' }, ['constructor', 'toString']],
  ]
  for (const [options, unread] of rows) {
    it(`are checked: ${JSON.stringify(options)}`, () => {
      const known = knownOptions({ options: { ...options }, unread: ['more'] })
      assert.deepEqual(known.unread, ['more', ...unread])
      for (const name of unread) assert.ok(!Object.hasOwn(known.options, name))
    })
  }

  it('have the target of the runtime', () => {
    assert.deepEqual(['nodejs22.x', 'nodejs16.x', 'provided.al2023'].map(targetOf), ['node22', 'node18', 'node18'])
  })

  it('are told as arguments of the command line', () => {
    const options = {
      absWorkingDir: '/x',
      bundle: true,
      minify: true,
      keepNames: false,
      treeShaking: false,
      target: ['node22', 'es2022'],
      mainFields: ['module', 'main'],
      external: ['a', 'b'],
      loader: { '.html': 'text' as const },
      banner: { js: 'x = 1' },
      sourcemap: 'inline' as const,
    }
    assert.deepEqual(commandLine('src/a.ts', options), [
      './src/a.ts',
      '--bundle',
      '--minify',
      '--tree-shaking=false',
      '--target=node22,es2022',
      '--main-fields=module,main',
      '--external:a',
      '--external:b',
      '--loader:.html=text',
      '--banner:js=x = 1',
      '--sourcemap=inline',
    ])
  })
})
