import assert from 'node:assert/strict'
import type { Handler } from '#handlers/handler.ts'
import { handlersOfFile, indexProject } from '#handlers/projectIndex.ts'
import { MemoryProject, template } from './memoryProject.ts'

function index(files: Readonly<Record<string, string>>) {
  return indexProject(new MemoryProject(files), new AbortController().signal)
}

/** `file:line export certainty definition…` */
function described(handlers: readonly Handler[]): string[] {
  return handlers.map(({ file, line, exportName, certainty, definition, otherDefinitions = [] }) =>
    [
      `${file}:${line}`,
      exportName,
      certainty,
      ...[definition, ...otherDefinitions].flatMap(key => key?.logicalId ?? []),
    ].join(' '),
  )
}

describe('the index of a project', () => {
  it('matches definitions to handlers, and leaves other exports alone', async () => {
    const { handlers, definitions, problems } = await index({
      'template.yaml': template({ A: 'a.handler', B: 'b.main' }),
      'src/a.js': 'exports.helper = () => {}\nexports.handler = async (event) => {}',
      'src/b.ts': '// b\n\nexport const main = async () => {}\nexport const handler = async (event) => {}',
      'src/c.ts': 'export const handler = async (event) => {}',
    })
    assert.deepEqual(described(handlers), ['src/a.js:2 handler certain A', 'src/b.ts:3 main certain B'])
    assert.deepEqual(
      definitions.map(({ source }) => source),
      [
        { file: 'src/a.js', exportName: 'handler', line: 2 },
        { file: 'src/b.ts', exportName: 'main', line: 3 },
      ],
    )
    assert.deepEqual(problems, [])
  })

  it('tells two functions of one file apart, and one function of two definitions together', async () => {
    const { handlers } = await index({
      'template.yaml': template({ Get: 'api.get', Put: 'api.put' }),
      'other/template.yaml': template({ GetAgain: 'api.get' }).replace('CodeUri: src', 'CodeUri: ../src'),
      'src/api.js': 'exports.get = () => {}\nexports.put = () => {}',
    })
    assert.deepEqual(described(handlers), ['src/api.js:1 get certain GetAgain Get', 'src/api.js:2 put certain Put'])
  })

  it('gives a reason for each definition without source', async () => {
    const { definitions, handlers } = await index({
      'template.yaml': template({ NoFile: 'nothing.handler', NoExport: 'a.main', Image: 'a.b' }).replace(
        /(Image:[^{]*\{)/,
        '$1 PackageType: Image,',
      ),
      'src/a.js': 'exports.handler = exports.other = () => {}',
    })
    assert.deepEqual(handlers, [])
    const [noFile, noExport, image] = definitions
    assert.deepEqual([noFile?.source, noExport?.source, image?.source], [null, null, null])
    assert.match(noFile?.reason ?? '', /src\/nothing\.js .*does not exist/)
    assert.match(noExport?.reason ?? '', /src\/a\.js has no export “main”; it has handler, other/)
    assert.deepEqual(noExport?.target, { file: 'src/a.js', exportName: 'main' })
    assert.match(image?.reason ?? '', /container image/)
  })

  it('follows handlers that a file passes on', async () => {
    const { handlers } = await index({
      'template.yaml': template({ A: 'a.handler', B: 'b.handler', C: 'c.handler', D: 'd.handler', E: 'e.handler' }),
      'src/a.ts': 'export { main as handler } from "./lib/main.js"',
      'src/b.ts': 'export * from "./lib"',
      'src/c.ts': 'export * from "./d"',
      'src/d.ts': 'export * from "./c"',
      'src/e.js': 'module.exports = require("./lib/index")',
      'src/lib/main.ts': '\nexport const main = async () => {}',
      'src/lib/index.ts': 'export * from "./other"\nexport * from "./main"\nexport { main as handler } from "./main"',
      'src/lib/other.ts': 'export const other = 1',
    })
    assert.deepEqual(
      handlers.map(
        ({ file, implementation }) =>
          `${file} → ${implementation?.file}:${implementation?.line} ${implementation?.exportName}`,
      ),
      ['src/a.ts → src/lib/main.ts:2 main', 'src/b.ts → src/lib/main.ts:2 main', 'src/e.js → src/lib/main.ts:2 main'],
    )
  })

  it('follows Python imports', async () => {
    const { handlers } = await index({
      'template.yaml': template({ A: 'app.handler' }).replace('nodejs24.x', 'python3.13'),
      'src/app.py': 'from shop.orders import place as handler\n',
      'src/shop/orders.py': 'def place(event, context):\n    pass\n',
    })
    assert.equal(handlers[0]?.implementation?.file, 'src/shop/orders.py')
    assert.equal(handlers[0]?.language, 'python')
  })

  it('places handlers of other languages, which definitions name', async () => {
    const { handlers } = await index({
      'template.yaml': template({ A: 'com.shop.Orders::place', B: 'app.Shop.place' })
        .replace('nodejs24.x', 'java21')
        .replace('nodejs24.x', 'ruby3.4'),
      'src/src/main/java/com/shop/Orders.java':
        'package com.shop;\nclass Orders {\n  public void place(Order order) {\n  }\n}',
      'src/app.rb': 'module Shop\n  def self.place(event:, context:)\n  end\nend',
    })
    assert.deepEqual(
      handlers.map(({ language, file, line, certainty }) => `${language} ${file}:${line} ${certainty}`),
      ['ruby src/app.rb:2 certain', 'java src/src/main/java/com/shop/Orders.java:3 certain'],
    )
  })

  it('shows likely handlers only while there is no definition', async () => {
    const source = {
      'src/a.ts': 'export const handler = async (event) => {}',
      'src/b.py': 'def lambda_handler(event, context):\n  pass\n',
    }
    const without = await index(source)
    assert.deepEqual(described(without.handlers), ['src/a.ts:1 handler likely', 'src/b.py:1 lambda_handler likely'])
    const withOne = await index({ ...source, 'template.yaml': template({ X: 'nothing.handler' }) })
    assert.deepEqual(withOne.handlers, [])
  })

  it('reads only what it needs', async () => {
    const project = new MemoryProject({
      'template.yaml': template({ A: 'a.handler' }),
      'src/a.js': 'exports.handler = () => {}',
      'src/b.js': 'exports.handler = () => {}',
      'package.json': '{}',
      'package-lock.json': '{}',
      'README.md': 'AWS::Serverless::Function',
      'node_modules/x/template.yaml': template({ X: 'a.handler' }),
      '.aws-sam/build/template.yaml': template({ Y: 'a.handler' }),
      'cdk.out/stack.template.json': '{}',
      'dist/a.js': 'exports.handler = () => {}',
    })
    await indexProject(project, new AbortController().signal)
    assert.deepEqual(project.filesRead.toSorted(), ['src/a.js', 'template.yaml'])
  })

  it('goes on after files that cannot be read', async () => {
    const { handlers, problems } = await index({
      'a.yaml': 'UNREADABLE',
      'b.yaml': `${template({ A: 'a.handler', Deep: 'deep.handler', Locked: 'locked.handler' })}   broken:\n`,
      'src/a.js': 'exports.handler = () => {}',
      'src/deep.js': '('.repeat(50_000),
      'src/locked.js': 'UNREADABLE',
    })
    assert.deepEqual(described(handlers), ['src/a.js:1 handler certain A'])
    assert.deepEqual(
      problems.map(({ file }) => file),
      ['a.yaml', 'b.yaml', 'src/deep.js', 'src/locked.js'],
    )
    assert.ok(problems.every(({ reason }) => reason.length > 10))
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    stop.abort()
    await assert.rejects(indexProject(new MemoryProject({ 'a.yaml': '' }), stop.signal), { name: 'AbortError' })
  })
  const archives: readonly (readonly [string, Readonly<Record<string, string>>, string | undefined])[] = [
    ['beside it', { 'src/a.py': 'def handler(event, context): pass' }, 'src/a.py'],
    ['beside it, with another export', { 'src/a.py': 'def other(event, context): pass' }, undefined],
    ['elsewhere', { 'a.py': 'def handler(event, context): pass' }, undefined],
  ]
  for (const [where, files, source] of archives) {
    it(`finds the source of a built archive ${where}: ${source ?? 'not'}`, async () => {
      const text = template({ Orders: 'a.handler' }).replace('src,', 'src/a.zip,').replace('nodejs24.x', 'python3.14')
      const { definitions } = await index({ 'template.yaml': text, ...files })
      assert.equal(definitions[0]?.source?.file, source)
      assert.equal(
        definitions[0]?.reason,
        source === undefined ? 'The code is the built archive src/a.zip.' : undefined,
      )
    })
  }
})

describe('the handlers of a text in the editor', () => {
  const goProgram =
    'package main\n\nimport "github.com/aws/aws-lambda-go/lambda"\n\nfunc handle() {}\n\nfunc main() { lambda.Start(handle) }\n'
  const files = {
    'template.yaml': template({ A: 'a.handler', B: 'a.later' }),
    'src/a.js': 'exports.handler = () => {}',
  }

  it('are those that a definition names, where they are now', async () => {
    const { definitions } = await index(files)
    const text = '// a line more\nexports.handler = () => {}\nexports.later = () => { half('
    const handlers = await handlersOfFile('src/a.js', text, definitions)
    assert.deepEqual(described(handlers), ['src/a.js:2 handler certain A', 'src/a.js:3 later certain B'])
  })

  it('are known in other languages too', async () => {
    const { definitions } = await index({
      'template.yaml': template({ A: 'bootstrap' }).replace('nodejs24.x', 'provided.al2023'),
      'src/main.go': goProgram,
    })
    const handlers = await handlersOfFile('src/main.go', `// a line more\n${goProgram}`, definitions)
    assert.deepEqual(described(handlers), ['src/main.go:6 main certain A'])
    assert.deepEqual(await handlersOfFile('src/other.go', goProgram, definitions), [])
    assert.deepEqual(await handlersOfFile('src/main.go', goProgram, []), [])
  })

  it('are those that a file passes on as a whole, as far as the index has found them', async () => {
    const inPython = (handler: string) => template({ A: handler }).replace('nodejs24.x', 'python3.13')
    const found = async (text: string, others: Readonly<Record<string, string>> = {}) => {
      const { definitions } = await index({ 'template.yaml': inPython('a.handler'), 'src/a.py': text, ...others })
      return described(await handlersOfFile('src/a.py', text, definitions))
    }
    const service = { 'src/service.py': 'def handler(event, context): pass\n' }
    assert.deepEqual(await found('from service import *\n', service), ['src/a.py:1 handler certain A'])
    assert.deepEqual(await found('from os import *\n'), [])
  })

  it('are none in a file that no definition names', async () => {
    const { definitions } = await index(files)
    assert.deepEqual(await handlersOfFile('src/b.js', 'exports.handler = async (event) => {}', definitions), [])
  })

  it('are the likely ones while there is no definition', async () => {
    const handlers = await handlersOfFile('src/b.js', 'exports.handler = async (event) => {}', [])
    assert.deepEqual(described(handlers), ['src/b.js:1 handler likely'])
    assert.deepEqual(await handlersOfFile('dist/b.js', 'exports.handler = async (event) => {}', []), [])
    assert.deepEqual(await handlersOfFile('notes.md', 'exports.handler = async (event) => {}', []), [])
  })
})
