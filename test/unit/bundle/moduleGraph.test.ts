import assert from 'node:assert/strict'
import { type ModuleGraph, reachable, shortestWays, wayTo, weightOf, weightOnlyThrough } from '#bundle/moduleGraph.ts'

/** `{ entry: ['a', 'b'] }`: each module weighs ten to its place. */
function graph(imports: Readonly<Record<string, readonly string[]>>): ModuleGraph {
  const modules = Object.entries(imports).map(
    ([name, to], index) => [name, { weight: 10 ** index, imports: to }] as const,
  )
  return { entry: 'entry', modules: new Map(modules) }
}

describe('a graph of modules', () => {
  const shared = graph({ entry: ['a', 'b'], a: ['c'], b: ['c', 'd'], c: [], d: ['b', 'entry'] })

  it('knows what a module needs, in circles too', () => {
    assert.deepEqual([...reachable(shared, ['d'])].toSorted(), ['a', 'b', 'c', 'd', 'entry'])
    assert.equal(weightOf(shared, reachable(shared, ['a'])), 1010)
    assert.equal(weightOf(shared, ['a', 'gone']), 10)
  })

  it('knows what is there only through an import', () => {
    const through = (name: string) => weightOnlyThrough(shared, (from, to) => from === 'entry' && to === name)
    assert.equal(through('a'), 10, 'the other needs the rest as well')
    assert.equal(through('b'), 10_100)
    assert.equal(
      weightOnlyThrough(shared, (_, to) => to === 'c'),
      1000,
    )
  })

  it('agrees with taking every module out, in random graphs', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const names = ['entry', ...Array.from({ length: 7 }, (_, index) => `m${index}`)]
      const isEdge = (a: number, b: number) => (a * 31 + b * 17 + seed * 7) % 5 === 0
      const imports = (a: number) => names.filter((_, b) => isEdge(a, b))
      const whole = graph(Object.fromEntries(names.map((name, a) => [name, imports(a)])))
      for (const left of names.slice(1)) {
        const kept = names.filter(name => name !== left)
        const rest = graph(
          Object.fromEntries(names.map((name, a) => [name, imports(a).filter(to => kept.includes(to))])),
        )
        const lost = weightOf(whole, reachable(whole, ['entry'])) - weightOf(rest, reachable(rest, ['entry']))
        assert.equal(
          weightOnlyThrough(whole, (_, to) => to === left),
          lost,
        )
      }
    }
  })

  it('knows a shortest way', () => {
    const via = shortestWays(graph({ entry: ['a', 'b'], a: ['b'], b: ['c'], c: [], lost: [] }))
    assert.deepEqual(wayTo('c', via), ['entry', 'b', 'c'])
    assert.deepEqual(wayTo('entry', via), ['entry'])
    assert.deepEqual(wayTo('lost', via), [])
  })
})
