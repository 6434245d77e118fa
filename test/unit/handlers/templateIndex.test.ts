import assert from 'node:assert/strict'
import { ProjectSources } from '#handlers/projectSources.ts'
import { SourceTree } from '#handlers/sourceTree.ts'
import { TemplateIndex } from '#handlers/templateIndex.ts'
import { templateReaders } from '#handlers/templates/templateReaders.ts'
import { MemoryProject, template } from './memoryProject.ts'

describe('the index of templates', () => {
  it('has the same objects for what has not changed, so that nothing is found out of them again', async () => {
    const files = { 'a/template.yaml': template({ A: 'a.handler' }), 'b/template.yaml': template({ B: 'b.handler' }) }
    const project = new MemoryProject(files)
    const sources = new ProjectSources(project)
    sources.tree = new SourceTree(Object.keys(files))
    const index = new TemplateIndex(templateReaders, sources)
    const { signal } = new AbortController()
    await index.update(new Set(Object.keys(files)), signal)
    const [a, b] = index.definitions
    assert.ok(a && b)
    await index.update(new Set(['b/template.yaml']), signal)
    const [sameA, otherB] = index.definitions
    assert.equal(sameA, a)
    assert.notEqual(otherB, b)
    assert.deepEqual(otherB, b)
  })
})
