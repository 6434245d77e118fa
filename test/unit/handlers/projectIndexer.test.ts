import assert from 'node:assert/strict'
import type { ProjectIndex } from '#handlers/projectIndex.ts'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'
import { EditedProject } from './editedProject.ts'
import { MemoryProject, template } from './memoryProject.ts'

const never = new AbortController().signal

/** `handler@file:line` or `reason`, by function. */
function places({ definitions }: ProjectIndex): Record<string, string> {
  return Object.fromEntries(
    definitions.map(({ logicalId, source, reason }) => [
      logicalId,
      source ? `${source.file}:${source.line}` : `${reason}`,
    ]),
  )
}

describe('the index of a project that changes', () => {
  const files = {
    'a/template.yaml': template({ A: 'a.handler' }),
    'a/src/a.ts': 'export const handler = 1',
    'b/template.yaml': template({ B: 'b.handler' }),
    'b/src/b.ts': 'export const handler = 1',
    'settings.json': '{}',
  }
  const edited = async (more: Readonly<Record<string, string>> = {}) => {
    const project = new EditedProject({ ...files, ...more })
    await project.change({})
    return project
  }

  it('reads a template again that was edited, and nothing else', async () => {
    const project = await edited()
    const { index, read } = await project.change({ 'a/template.yaml': template({ A: 'a.handler', C: 'c.handler' }) })
    // A file that is not listed may be there all the same.
    const ignored = ['a/src/c.cjs', 'a/src/c.js', 'a/src/c.mjs', 'a/src/c/index.js']
    assert.deepEqual(read, [...ignored, 'a/template.yaml'])
    assert.match(places(index)['C'] ?? '', /a\/src\/c\.js .*does not exist/)
    assert.equal(places(index)['B'], 'b/src/b.ts:1')
  })

  it('reads source again that was edited, and nothing else', async () => {
    const project = await edited()
    const { index, read } = await project.change({ 'a/src/a.ts': '\nexport const handler = 1' })
    assert.deepEqual(read, ['a/src/a.ts'])
    assert.deepEqual(places(index), { A: 'a/src/a.ts:2', B: 'b/src/b.ts:1' })
    assert.equal(index.handlers.find(({ file }) => file === 'a/src/a.ts')?.line, 2)
  })

  it('reads nothing when nothing changed', async () => {
    const project = await edited()
    const before = await project.change({})
    assert.deepEqual(before.read, [])
    assert.deepEqual(places(before.index), { A: 'a/src/a.ts:1', B: 'b/src/b.ts:1' })
  })

  it('tells what the first index would tell', async () => {
    const project = await edited()
    await project.change({ 'a/src/a.ts': undefined, 'b/template.yaml': template({ D: 'b.handler' }) })
    const { index } = await project.change({
      'a/src/a.js': '// here\nexports.handler = 1',
      'c.yaml': template({ E: 'e.x' }),
    })
    const fresh = await new ProjectIndexer(new MemoryProject(Object.fromEntries(project.project.files))).update(
      [],
      never,
    )
    assert.deepEqual(index, fresh)
    assert.equal(places(index)['A'], 'a/src/a.js:2')
  })

  it('follows files that come and go', async () => {
    const project = await edited()
    const gone = await project.change({ 'a/src/a.ts': undefined })
    assert.match(places(gone.index)['A'] ?? '', /does not exist/)
    const back = await project.change({ 'a/src/a.ts': 'export const handler = 1' })
    assert.equal(places(back.index)['A'], 'a/src/a.ts:1')
    const without = await project.change({ 'b/template.yaml': undefined })
    assert.deepEqual(Object.keys(places(without.index)), ['A'])
  })

  it('follows folders that come and go', async () => {
    const project = await edited()
    const gone = await project.change({ 'a/template.yaml': undefined, 'a/src/a.ts': undefined }, ['a'])
    assert.deepEqual(Object.keys(places(gone.index)), ['B'])
    const back = await project.change(
      { 'a/template.yaml': files['a/template.yaml'], 'a/src/a.ts': files['a/src/a.ts'] },
      ['a'],
    )
    assert.deepEqual(places(back.index), { A: 'a/src/a.ts:1', B: 'b/src/b.ts:1' })
  })

  it('follows files that a handler is passed on from', async () => {
    const project = await edited({
      'a/src/a.ts': 'export { handler } from "./main"',
      'a/src/main.ts': 'export const handler = 1',
    })
    const { index } = await project.change({ 'a/src/main.ts': '\n\nexport const handler = 1' })
    assert.equal(index.handlers[0]?.implementation?.line, 3)
  })

  it('follows the configuration of the compiler', async () => {
    const configuration = (rootDir: string) => JSON.stringify({ compilerOptions: { outDir: 'out', rootDir } })
    const project = await edited({
      'a/template.yaml': template({ A: 'out/a.handler' }).replace('src', '.'),
      'a/tsconfig.json': configuration('elsewhere'),
      'a/main/a.ts': '\nexport const handler = 1',
    })
    const { index, read } = await project.change({ 'a/tsconfig.json': configuration('main') })
    assert.equal(places(index)['A'], 'a/main/a.ts:2')
    assert.deepEqual(read, ['a/main/a.ts', 'a/tsconfig.json'])
  })

  it('looks for likely handlers again when the last definition is gone', async () => {
    const project = await edited({ 'b/src/b.ts': 'export const handler = async (event) => {}' })
    const { index } = await project.change({ 'a/template.yaml': undefined, 'b/template.yaml': undefined })
    assert.deepEqual(
      index.handlers.map(({ file, certainty }) => `${file} ${certainty}`),
      ['b/src/b.ts likely'],
    )
    const { read } = await project.change({ 'a/src/a.ts': '// edited' })
    assert.deepEqual(read, ['a/src/a.ts'])
  })

  it('forgets problems that are solved', async () => {
    const project = await edited({ 'c.yaml': 'UNREADABLE', 'a/template.yaml': `${files['a/template.yaml']}   x:\n` })
    const { index } = await project.change({})
    assert.deepEqual(
      index.problems.map(({ file }) => file),
      ['a/template.yaml', 'c.yaml'],
    )
    const solved = await project.change({ 'c.yaml': 'a: 1', 'a/template.yaml': files['a/template.yaml'] })
    assert.deepEqual(solved.index.problems, [])
  })

  it('reads later what a stopped update left', async () => {
    const project = await edited()
    const stop = new AbortController()
    stop.abort()
    await assert.rejects(project.change({ 'a/src/a.ts': '\n\nexport const handler = 1' }, undefined, stop.signal), {
      name: 'AbortError',
    })
    const { index } = await project.change({}, [])
    assert.equal(places(index)['A'], 'a/src/a.ts:3')
  })

  it('answers updates in turn', async () => {
    const project = await edited()
    const answers = await Promise.all([
      project.change({ 'a/src/a.ts': '\nexport const handler = 1' }),
      project.change({ 'b/src/b.ts': '\n\nexport const handler = 1' }),
    ])
    assert.deepEqual(
      answers.map(({ index }) => places(index)['A']),
      ['a/src/a.ts:2', 'a/src/a.ts:2'],
    )
    assert.equal(places(answers[1].index)['B'], 'b/src/b.ts:3')
  })
})
