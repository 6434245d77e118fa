import assert from 'node:assert/strict'
import { resolveSource } from '#handlers/resolveSource.ts'
import { memorySources } from '../memorySources.ts'

async function resolved(handler: string, codeFolder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const question = { logicalId: 'Fn', runtime: 'nodejs24.x', environment: {}, handler, codeFolder }
  const source = await resolveSource(question, memorySources(files))
  return 'file' in source ? source.file : source.reason
}

const tsconfig = (options: object, more: object = {}) => JSON.stringify({ compilerOptions: options, ...more })

describe('from built output to its source', () => {
  const found: readonly (readonly [string, string, string, Readonly<Record<string, string>>, string])[] = [
    [
      'outDir and rootDir',
      'dist/app.handler',
      '',
      { 'tsconfig.json': tsconfig({ outDir: './dist', rootDir: './lambda' }), 'lambda/app.ts': '' },
      'lambda/app.ts',
    ],
    [
      'a folder that is not known as output',
      'compiled/api/app.handler',
      '',
      {
        'tsconfig.json': tsconfig({ outDir: 'compiled', rootDir: 'code' }),
        'code/api/app.ts': '',
        'compiled/api/app.js': '',
      },
      'code/api/app.ts',
    ],
    [
      'a code folder that is the output',
      'app.handler',
      'packages/a/compiled',
      { 'packages/a/tsconfig.json': tsconfig({ outDir: 'compiled', rootDir: 'code' }), 'packages/a/code/app.mts': '' },
      'packages/a/code/app.mts',
    ],
    [
      'a root that the compiler infers',
      'compiled/app.handler',
      '',
      { 'tsconfig.json': tsconfig({ outDir: 'compiled' }), 'src/app.ts': '' },
      'src/app.ts',
    ],
    [
      'an extended configuration',
      'a/out/app.handler',
      '',
      {
        'tsconfig.base.json': tsconfig({ outDir: './out', rootDir: '.' }),
        'a/tsconfig.json': tsconfig({ outDir: 'out', rootDir: 'main' }, { extends: '../tsconfig.base.json' }),
        'a/main/app.ts': '',
      },
      'a/main/app.ts',
    ],
    [
      'options of an extended configuration, relative to it',
      'out/a/app.handler',
      '',
      {
        'config/base.json': tsconfig({ outDir: '../out', rootDir: '../code' }),
        'tsconfig.json': tsconfig({}, { extends: './config/base' }),
        'code/a/app.ts': '',
      },
      'code/a/app.ts',
    ],
    [
      'comments in the configuration',
      'compiled/app.handler',
      '',
      {
        'tsconfig.json': '{ // where\n "compilerOptions": { "outDir": "compiled", "rootDir": "code", } }',
        'code/app.ts': '',
      },
      'code/app.ts',
    ],
    [
      'a source map of one source',
      'compiled/app.handler',
      '',
      {
        'compiled/app.js': '',
        'compiled/app.js.map': JSON.stringify({ sources: ['../lambda/main.ts'] }),
        'lambda/main.ts': '',
      },
      'lambda/main.ts',
    ],
    [
      'a source map of output that is not listed',
      'dist/app.handler',
      '',
      {
        'dist/app.js': '',
        'dist/app.js.map': JSON.stringify({ sourceRoot: '..', sources: ['lambda/app.ts'] }),
        'lambda/app.ts': '',
      },
      'lambda/app.ts',
    ],
    [
      'the source map of a bundle',
      'dist/orders/index.handler',
      '',
      {
        'dist/orders/index.js.map': JSON.stringify({
          sources: ['../../node_modules/x/index.js', '../../code/lib.ts', '../../code/orders.ts'],
        }),
        'code/lib.ts': '',
        'code/orders.ts': '',
      },
      'code/orders.ts',
    ],
    ['a file that somebody wrote by hand', 'lib/app.handler', '', { 'lib/app.js': '', 'src/app.js': '' }, 'lib/app.js'],
    [
      'a file that the configuration does not make',
      'tools/app.handler',
      '',
      { 'tsconfig.json': tsconfig({ outDir: 'dist', rootDir: 'src' }), 'tools/app.js': '', 'src/app.ts': '' },
      'tools/app.js',
    ],
    [
      'the source itself where nothing is put out',
      'src/app.handler',
      '',
      { 'tsconfig.json': tsconfig({ noEmit: true }), 'src/app.ts': '' },
      'src/app.ts',
    ],
  ]
  for (const [title, handler, folder, files, expected] of found) {
    it(`goes by ${title}`, async () => assert.equal(await resolved(handler, folder, files), expected))
  }

  const nowhere: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['the source is gone', { 'tsconfig.json': tsconfig({ outDir: 'dist', rootDir: 'code' }) }],
    ['a configuration is half-written', { 'tsconfig.json': '{ "compilerOptions": { "outDir": ', 'code/app.ts': '' }],
    [
      'configurations extend each other',
      { 'tsconfig.json': tsconfig({}, { extends: './tsconfig.json' }), 'code/app.ts': '' },
    ],
    ['a configuration is of another kind', { 'tsconfig.json': '[1]', 'code/app.ts': '' }],
    ['a source map is no JSON', { 'dist/app.js.map': '{', 'code/app.ts': '' }],
    ['a source map is of another kind', { 'dist/app.js.map': 'null', 'code/app.ts': '' }],
    ['a source map names what is not there', { 'dist/app.js.map': '{"sources":["../gone.ts", 3]}', 'code/app.ts': '' }],
  ]
  for (const [title, files] of nowhere) {
    it(`gives a reason when ${title}`, async () => {
      assert.match(await resolved('dist/app.handler', '', files), /dist\/app\.js .*does not exist/)
    })
  }
})
