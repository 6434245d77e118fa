import assert from 'node:assert/strict'
import { type WeighedHandler, weighRequest } from '#bundle/weighRequest.ts'

const handler: WeighedHandler = { root: '/p', file: 'src/a.ts', language: 'typescript', runtime: 'nodejs22.x' }
const plain = { root: '/p', entry: 'src/a.ts', language: 'typescript', runtime: 'nodejs22.x', isTrusted: true }
const bundling = { from: 'sam', options: { minify: true } }

describe('the request to weigh a handler', () => {
  const rows: readonly (readonly [string, Partial<WeighedHandler>, object])[] = [
    ['nobody deploys', {}, {}],
    [
      'a template bundles',
      { definition: { codeFolder: 'src', buildMethod: 'esbuild', bundling } },
      { settings: bundling, codeFolder: 'src' },
    ],
    ['a template packages', { definition: { codeFolder: 'src' } }, { codeFolder: 'src', shipsFolder: true }],
    ['something else builds', { definition: { codeFolder: 'src', buildMethod: 'makefile' } }, { codeFolder: 'src' }],
    ['a template gives layers', { definition: { layers: ['Shared'] } }, { hasLayers: true }],
  ]
  for (const [who, more, expected] of rows) {
    it(`is of a handler that ${who}`, () => {
      assert.deepEqual(weighRequest({ ...handler, ...more }, true), { ...plain, ...expected })
    })
  }
})
