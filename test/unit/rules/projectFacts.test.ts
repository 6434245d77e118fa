import assert from 'node:assert/strict'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { projectFacts } from '#rules/projectFacts.ts'

const definition = (logicalId: string, file?: string, exportName = 'handler'): FunctionDefinition => ({
  template: 'template.yaml',
  logicalId,
  kind: 'sam',
  functionKind: 'event',
  environment: {},
  spans: {},
  sharedSpans: {},
  unresolved: [],
  line: 1,
  source: null,
  ...(file !== undefined && { target: { file, exportName } }),
})

const handler = (file: string, exportName: string, names: readonly string[], within?: string): Handler => {
  const [first, ...others] = names.map(logicalId => ({ template: 'template.yaml', logicalId }))
  return {
    file,
    exportName,
    language: 'javascript',
    span: { start: 0, end: 1 },
    line: 1,
    certainty: 'certain',
    ...(first && { definition: first }),
    otherDefinitions: others,
    ...(within !== undefined && {
      implementation: { file: within, exportName: 'work', line: 1, span: { start: 0, end: 1 } },
    }),
  }
}

const named = (facts: ReturnType<typeof projectFacts>) =>
  facts.handlers?.map(({ exportName, definitions = [] }) => [exportName, definitions.map(({ runtime }) => runtime)])

describe('the facts of a file', () => {
  it('are unknown in a project without definitions', () => {
    assert.deepEqual(projectFacts('a.js', { handlers: [], definitions: [] }), {})
  })

  it('name no handler in a file that no definition points to', () => {
    const project = { handlers: [], definitions: [definition('A', 'a.js'), definition('B')] }
    assert.deepEqual(projectFacts('b.js', project), { handlers: [] })
  })

  it('have every definition of an export', () => {
    const definitions = [definition('A', 'a.js'), definition('B', 'a.js'), definition('C', 'a.js', 'other')].map(
      (one, n) => ({ ...one, runtime: `nodejs${n}.x` }),
    )
    assert.deepEqual(named(projectFacts('a.js', { handlers: [], definitions })), [
      ['handler', ['nodejs0.x', 'nodejs1.x']],
      ['other', ['nodejs2.x']],
    ])
  })

  it('know the function that another file passes on', () => {
    const definitions = [definition('A', 'index.js'), definition('B', 'index.js'), definition('C', 'x.js')]
    const handlers = [handler('index.js', 'handler', ['A', 'B'], 'src/work.js'), handler('x.js', 'handler', ['C'])]
    const [work, ...others] = projectFacts('src/work.js', { handlers, definitions }).handlers ?? []
    assert.equal(work?.exportName, 'work')
    assert.equal(work.definitions?.length, 2)
    assert.deepEqual(others, [])
  })
})
