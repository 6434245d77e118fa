import assert from 'node:assert/strict'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'
import { MemoryProject } from './memoryProject.ts'

const never = new AbortController().signal

describe('frameworks that are not read yet', () => {
  const known = [
    'sst.config.ts',
    'sst.json',
    'amplify/backend.ts',
    'amplify/.config/project-config.json',
    'api/.chalice/config.json',
    'app.arc',
    'arc.json',
    'infra/Pulumi.yaml',
  ]
  const others = [
    'src/sst.ts',
    'backend.ts',
    'config.json',
    'app.archive',
    'Pulumi.dev.yaml',
    'pulumi.ts',
    'node_modules/x/sst.config.ts',
  ]
  for (const file of known) {
    it(`are told by ${file}`, async () => {
      const { problems } = await new ProjectIndexer(new MemoryProject({ [file]: '' })).update([], never)
      assert.deepEqual(
        problems.map(problem => problem.file),
        [file],
      )
      assert.equal(problems[0]?.kind, 'other')
      assert.match(problems[0]?.reason ?? '', /^(SST|Amplify|Chalice|Architect|Pulumi) .*not read yet; link it by hand/)
    })
  }
  it('are not told by other files', async () => {
    const project = new MemoryProject(Object.fromEntries(others.map(file => [file, ''])))
    assert.deepEqual((await new ProjectIndexer(project).update([], never)).problems, [])
  })
})
