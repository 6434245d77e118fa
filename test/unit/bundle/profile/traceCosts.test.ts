import assert from 'node:assert/strict'
import { type Trace, traceCosts } from '#bundle/profile/traceCosts.ts'

/** `entry` → two clients that share a core; the core needs a part of Node.js. */
function trace(scale: number): Trace {
  const times = {
    '/p/app.js': 1,
    '/p/node_modules/a/a.js': 10,
    '/p/node_modules/b/b.js': 20,
    '/p/node_modules/core/c.js': 40,
  }
  return {
    modules: [...Object.entries(times), ['node:http', 29] as const].map(([id, ms]) => [id, ms * scale] as const),
    edges: [
      ['/p/app.js', '/p/node_modules/a/a.js', 'a'],
      ['/p/app.js', '/p/node_modules/b/b.js', 'b'],
      ['/p/node_modules/a/a.js', '/p/node_modules/core/c.js', 'core'],
      ['/p/node_modules/b/b.js', '/p/node_modules/core/c.js', 'core'],
      ['/p/node_modules/core/c.js', 'node:http', 'http'],
    ],
  }
}

async function groupOf(id: string) {
  if (id.startsWith('node:')) return
  const name = /node_modules\/(\w+)/.exec(id)?.[1]
  return { key: name ?? id, name: name ?? id, isOwn: name === undefined }
}

describe('costs from traces', () => {
  it('are what is reached, and what only one way reaches', async () => {
    const { modules, imports } = await traceCosts([trace(1)], '/p/app.js', 100, groupOf)
    assert.deepEqual(modules, [
      { name: 'core', isDirect: false, aloneMs: 69, savedMs: 69, spread: 0 },
      { name: 'b', isDirect: true, aloneMs: 89, savedMs: 20, spread: 0 },
      { name: 'a', isDirect: true, aloneMs: 79, savedMs: 10, spread: 0 },
    ])
    assert.deepEqual(imports, [
      { specifier: 'a', aloneMs: 79, savedMs: 10, spread: 0 },
      { specifier: 'b', aloneMs: 89, savedMs: 20, spread: 0 },
    ])
  })

  it('are scaled to the init without tracing, whatever disturbed a run', async () => {
    const { modules } = await traceCosts([trace(1), trace(3), trace(7)], '/p/app.js', 200, groupOf)
    assert.deepEqual(
      modules.map(({ name, savedMs, spread }) => [name, Math.round(savedMs), Math.round(spread)]),
      [
        ['core', 138, 0],
        ['b', 40, 0],
        ['a', 20, 0],
      ],
    )
  })

  it('are the middle of several runs, with their spread', async () => {
    const shifted = (ms: number): Trace => {
      const { modules, edges } = trace(1)
      return {
        modules: modules.map(([id, own]) => [
          id,
          id.endsWith('a.js') ? own + ms : id.endsWith('c.js') ? own - ms : own,
        ]),
        edges,
      }
    }
    const { imports } = await traceCosts([0, 2, 4, 6, 8].map(shifted), '/p/app.js', 100, groupOf)
    assert.deepEqual(
      [imports[0]?.savedMs, imports[0]?.spread].map(value => Math.round(value ?? 0)),
      [14, 4],
    )
  })
})
