import assert from 'node:assert/strict'
import { mayDefineFunctions } from '#handlers/templates/serverless/functionDefinitions.ts'
import { serverlessReader } from '#handlers/templates/serverless/serverlessReader.ts'
import { service } from './serviceProject.ts'

describe('the reader of services', () => {
  for (const file of [
    'serverless.yml',
    'app/serverless.yaml',
    'serverless.json',
    'serverless.ts',
    'serverless.js',
    'serverless.mjs',
    'serverless.prod.yml',
    'app/serverless-api.yml',
  ]) {
    it(`takes ${file}`, () => assert.equal(serverlessReader.unitOf(file), file))
  }
  for (const file of [
    'serverless.md',
    'my-serverless.yml',
    'serverless/app.yml',
    'serverless.test.ts',
    'serverless.d.ts',
    'serverlessHelpers.ts',
    'node_modules/x/serverless.yml',
    '.serverless/serverless.json',
    'template.yml',
  ]) {
    it(`leaves ${file}`, () => assert.equal(serverlessReader.unitOf(file), undefined))
  }

  const yaml = service(['handler: a.b'])['serverless.yml'] ?? ''
  const texts: readonly (readonly [string, string, boolean])[] = [
    ['serverless.yml', yaml, true],
    ['serverless.json', '{"service":"x","provider":{},"functions":{}}', true],
    ['serverless.ts', `const s = { service: 'x', provider, functions }`, true],
    ['serverless.yml', 'service: x\nprovider: { name: aws }\nresources: {}', false],
    ['serverless-compose.yml', 'services:\n  a: { path: a }', false],
    ['serverless.yml', 'component: express\nname: functions', false],
    ['serverless.js', '// provider, service\nexport class Serverless { functions() {} }', false],
    ['other.yml', yaml, false],
  ]
  for (const [file, text, expected] of texts) {
    it(`${expected ? 'may' : 'does not'} find functions in ${file}: ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.equal(mayDefineFunctions(text, file), expected)
    })
  }

  const read = async (files: Readonly<Record<string, string>>) => {
    const asked: string[] = []
    const found = await serverlessReader.read(['serverless.yml'], {
      names: new Set(Object.keys(files)),
      parametersOf: () => ({}),
      async text(file) {
        asked.push(file)
        return files[file]
      },
    })
    return { ...found, asked }
  }

  it('tells problems with the file, and asks for what it depends on', async () => {
    const { definitions, problems, asked } = await read(
      service(['handler: a.b', 'timeout: ${file(a.yml):t}', 'memorySize: ${file(a.yml):m}']),
    )
    assert.equal(definitions.length, 1)
    assert.deepEqual(asked, ['serverless.yml', 'a.yml'])
    assert.deepEqual(
      problems.map(({ file }) => file),
      ['serverless.yml'],
    )
    assert.match(problems[0]?.reason ?? '', /a\.yml does not exist/)
  })

  it('finds nothing in a file that cannot be read', async () => {
    const { definitions, problems } = await read({})
    assert.deepEqual([definitions, problems], [[], []])
  })
})
