import assert from 'node:assert/strict'
import type { SourceQuestion } from '#handlers/resolvedSource.ts'
import { resolveSource } from '#handlers/resolveSource.ts'
import { memorySources } from './memorySources.ts'

const node = { logicalId: 'Fn', runtime: 'nodejs24.x', environment: {} }
const python = { logicalId: 'Fn', runtime: 'python3.13', environment: {} }

describe('from a handler string to its source file', () => {
  const found: readonly (readonly [string, SourceQuestion, readonly string[], string])[] = [
    ['beside the template', { ...node, handler: 'index.handler' }, ['index.js'], 'index.js#handler'],
    [
      'in the code folder',
      { ...node, handler: 'app.main', codeFolder: 'src' },
      ['app.js', 'src/app.mjs'],
      'src/app.mjs#main',
    ],
    [
      'in a folder of the string',
      { ...node, handler: 'src/api/get.handler', codeFolder: 'a' },
      ['a/src/api/get.cjs'],
      'a/src/api/get.cjs#handler',
    ],
    ['with ./', { ...node, handler: './src/get.handler' }, ['src/get.js'], 'src/get.js#handler'],
    ['TypeScript', { ...node, handler: 'app.handler' }, ['app.ts'], 'app.ts#handler'],
    [
      'TypeScript beside what is compiled of it',
      { ...node, handler: 'app.handler' },
      ['app.js', 'app.ts'],
      'app.ts#handler',
    ],
    ['.mts and .tsx', { ...node, handler: 'app.handler' }, ['app.tsx', 'app.mts'], 'app.mts#handler'],
    ['an index file', { ...node, handler: 'api.handler' }, ['api/index.ts'], 'api/index.ts#handler'],
    ['a path of exports', { ...node, handler: 'app.api.get' }, ['app.js'], 'app.js#api.get'],
    [
      'source of a built folder',
      { ...node, handler: 'dist/app.handler', codeFolder: 'a' },
      ['a/src/app.ts'],
      'a/src/app.ts#handler',
    ],
    [
      'source of a built code folder',
      { ...node, handler: 'app.handler', codeFolder: 'a/dist' },
      ['a/src/app.ts', 'a/dist/app.js'],
      'a/src/app.ts#handler',
    ],
    [
      'an entry point',
      { ...node, handler: 'orders.handler', entryPoints: ['src/orders.ts'] },
      ['src/orders.ts', 'orders.js'],
      'src/orders.ts#handler',
    ],
    [
      'one of several entry points',
      { ...node, handler: 'b/index.handler', entryPoints: ['src/a/index.ts', 'src/b/index.ts'] },
      ['src/a/index.ts', 'src/b/index.ts'],
      'src/b/index.ts#handler',
    ],
    [
      'an entry point without extension',
      { ...node, handler: 'app.handler', entryPoints: ['src/app'] },
      ['src/app.ts'],
      'src/app.ts#handler',
    ],
    [
      'a code folder that is a file',
      { ...node, handler: 'app.handler', codeFolder: 'src/app.js' },
      ['src/app.js'],
      'src/app.js#handler',
    ],
    [
      'Python',
      { ...python, handler: 'app.lambda_handler', codeFolder: 'src' },
      ['src/app.py'],
      'src/app.py#lambda_handler',
    ],
    [
      'a dotted Python module',
      { ...python, handler: 'shop.orders.app.handler' },
      ['shop/orders/app.py'],
      'shop/orders/app.py#handler',
    ],
    [
      'a Python module with slashes',
      { ...python, handler: 'src/shop.handler' },
      ['src/shop.py'],
      'src/shop.py#handler',
    ],
    ['a Python package', { ...python, handler: 'shop.handler' }, ['shop/__init__.py'], 'shop/__init__.py#handler'],
    ['an unknown runtime', { logicalId: 'Fn', environment: {}, handler: 'app.handler' }, ['app.py'], 'app.py#handler'],
    [
      'an unknown runtime with script',
      { logicalId: 'Fn', environment: {}, handler: 'app.handler' },
      ['app.ts'],
      'app.ts#handler',
    ],
    [
      'an unknown runtime with Ruby',
      { logicalId: 'Fn', environment: {}, handler: 'app.handler' },
      ['app.rb'],
      'app.rb#handler',
    ],
    [
      'a placeholder as runtime',
      { ...node, runtime: '{{cookiecutter.runtime}}', handler: 'app.handler' },
      ['app.js'],
      'app.js#handler',
    ],
    [
      'the handler behind a layer',
      {
        logicalId: 'Fn',
        runtime: 'nodejs22.x',
        handler: 'newrelic-lambda-wrapper.handler',
        environment: { NEW_RELIC_LAMBDA_HANDLER: 'app.main' },
      },
      ['app.js'],
      'app.js#main',
    ],
  ]
  for (const [title, question, files, expected] of found) {
    it(`finds ${title}`, async () => {
      const source = await resolveSource(question, memorySources(files))
      assert.equal('file' in source ? `${source.file}#${source.exportName}` : source.reason, expected)
    })
  }

  const nowhere: readonly (readonly [string, SourceQuestion, readonly string[], RegExp])[] = [
    [
      'no such file',
      { ...node, handler: 'app.handler', codeFolder: 'src' },
      ['app.js', 'src/app2.js'],
      /points to src\/app\.js .*does not exist/,
    ],
    ['no such module', { ...python, handler: 'app.handler' }, ['app.js'], /points to app\.py, which does not exist/],
    ['no handler', { ...node }, ['index.js'], /does not name a handler/],
    ['no export', { ...node, handler: 'index' }, ['index.js'], /not of the form/],
    ['no module', { ...python, handler: '.handler' }, [], /not of the form/],
    ['a script', { ...python, handler: 'run.sh' }, ['run.py'], /started by the script/],
    ['another runtime', { logicalId: 'Fn', environment: {}, runtime: 'cobol1', handler: 'a.B::c' }, ['a.js'], /cobol1/],
    [
      'an unknown runtime',
      { logicalId: 'Fn', environment: {}, handler: 'a.B::c' },
      ['b.js'],
      /only when it is deployed/,
    ],
    ['only built output', { ...node, handler: 'dist/app.handler' }, ['dist/app.js'], /does not exist/],
    ['declarations only', { ...node, handler: 'app.handler' }, ['app.d.ts'], /does not exist/],
  ]
  for (const [title, question, files, reason] of nowhere) {
    it(`gives a reason: ${title}`, async () => {
      const source = await resolveSource(question, memorySources(files))
      assert.match('reason' in source ? source.reason : source.file, reason)
    })
  }
})
