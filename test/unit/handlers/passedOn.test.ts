import assert from 'node:assert/strict'
import { indexProject } from '#handlers/projectIndex.ts'
import { MemoryProject, template } from './memoryProject.ts'

type Files = Readonly<Record<string, string>>

/** `file:line → implementation:line`, or `✗ reason`, of the only function. */
async function place(handler: string, files: Files, runtime = 'nodejs24.x'): Promise<string> {
  const text = template({ Fn: handler }).replace('nodejs24.x', runtime)
  const project = new MemoryProject({ 'template.yaml': text, ...files })
  const { definitions, handlers, problems } = await indexProject(project, new AbortController().signal)
  assert.deepEqual(problems, [])
  const [definition] = definitions
  const [found] = handlers
  if (!definition?.source || !found) return `✗ ${definition?.reason}`
  const { implementation, reason } = found
  const own = `${found.file}:${found.line}`
  return [
    own,
    ...(implementation ? [`→ ${implementation.file}:${implementation.line}`] : []),
    ...(reason ? [`(${reason})`] : []),
  ].join(' ')
}

const main = '\nexport const main = async () => {}\nexport const get = () => {}\n'
const notFound = (specifier: string) => `(it comes from “${specifier}”, where it was not found)`

describe('a handler that a file passes on', () => {
  const scripts: readonly (readonly [expected: string, handler: string, files: Files])[] = [
    [
      'src/index.ts:1 → src/orders/main.ts:2',
      'index.main',
      {
        'src/index.ts': "export * from './orders'",
        'src/orders/index.ts': "export * from './main'",
        'src/orders/main.ts': main,
      },
    ],
    [
      'src/index.ts:2 → src/orders.ts:2',
      'index.main',
      {
        'src/index.ts': "export * from './other'\nexport * from './orders'",
        'src/orders.ts': main,
        'src/other.ts': 'export const x = 1',
      },
    ],
    [
      'src/index.ts:1 → src/orders.ts:3',
      'index.orders.get',
      { 'src/index.ts': "export * as orders from './orders'", 'src/orders.ts': main },
    ],
    [
      'src/index.js:1 → src/orders.js:1',
      'index.orders',
      { 'src/index.js': "exports.orders = require('./orders')", 'src/orders.js': 'module.exports = () => {}' },
    ],
    [
      'src/index.js:1 → src/orders.js:1',
      'index.orders.get',
      {
        'src/index.js': "module.exports = { orders: require('./orders') }",
        'src/orders.js': 'module.exports = { get() {} }',
      },
    ],
    [
      'src/index.ts:1 → src/orders.ts:2',
      'index.handler',
      {
        'src/index.ts': "import { main } from './orders'; export const handler = middy(main).use(a())",
        'src/orders.ts': main,
      },
    ],
    [
      'src/index.ts:1 → src/orders.ts:1',
      'index.handler',
      {
        'src/index.ts':
          "import { Api } from './orders'; const api = new Api(); export const handler = api.get.bind(api)",
        'src/orders.ts': 'export class Api { async get() {} }',
      },
    ],
    [
      'src/index.ts:1 → src/orders.ts:1',
      'index.handler',
      {
        'src/index.ts': "import api from './orders'; export const handler = api.get",
        'src/orders.ts': 'export default { get: async () => {} }',
      },
    ],
    [
      'src/index.js:1 → src/orders.js:1',
      'index.handler',
      {
        'src/index.js': "import api from './orders.js'; export const handler = api.get",
        'src/orders.js': 'module.exports = { get: async () => {} }',
      },
    ],
    [
      'src/index.ts:1 → src/lib/orders.ts:2',
      'index.main',
      {
        'src/index.ts': "export { main } from '@/lib/orders'",
        'src/lib/orders.ts': main,
        'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      },
    ],
    [
      'src/index.ts:1 → src/lib/orders.ts:2',
      'index.main',
      {
        'src/index.ts': "export * from '@lib/orders'",
        'src/lib/orders.ts': main,
        'src/tsconfig.json': '{ "extends": "../base.json" }',
        'base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["src/lib/*"] } } }',
      },
    ],
    [
      'src/index.ts:1 (the function it wraps is imported from another file)',
      'index.handler',
      {
        'src/index.ts': "import { sizes } from './sizes'; export const handler = wrap(sizes)",
        'src/sizes.ts': 'export const sizes = [1, 2]',
      },
    ],
    [`src/index.ts:1 ${notFound('orders')}`, 'index.main', { 'src/index.ts': "export { main } from 'orders'" }],
    [`src/index.ts:1 ${notFound('./gone')}`, 'index.main', { 'src/index.ts': "export { main } from './gone'" }],
    [
      'src/index.ts:1 → src/a.ts:1',
      'index.main',
      { 'src/index.ts': "export { main } from './a'", 'src/a.ts': "export { main } from './index'" },
    ],
    [
      '✗ src/index.ts has no export “main”; it has *.',
      'index.main',
      { 'src/index.ts': "export * from './a'", 'src/a.ts': "export * from './index'" },
    ],
    [
      '✗ src/index.ts has no export “main”; it has Api.',
      'index.main',
      { 'src/index.ts': 'export class Api { static main() {} }' },
    ],
  ]
  const modules: readonly (readonly [expected: string, handler: string, files: Files])[] = [
    [
      'src/app.py:1 → src/orders/service.py:1',
      'app.handler',
      {
        'src/app.py': 'from orders.service import handler\n',
        'src/orders/service.py': 'def handler(event, context): pass\n',
      },
    ],
    [
      'src/app.py:1 → src/orders/service.py:1',
      'app.handler',
      {
        'src/app.py': 'from orders import *\n',
        'src/orders/__init__.py': 'from .service import *\n',
        'src/orders/service.py': 'def handler(event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 → src/orders/service.py:1',
      'app.handler',
      {
        'src/app.py': 'from orders import service\nhandler = service.run\n',
        'src/orders/__init__.py': '',
        'src/orders/service.py': 'def run(event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 → src/service.py:1',
      'app.handler',
      {
        'src/app.py': 'from . import service\nhandler = service.run\n',
        'src/service.py': 'def run(event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 → src/orders/service.py:1',
      'app.handler',
      {
        'src/app.py': 'import orders.service\nhandler = orders.service.run\n',
        'src/orders/__init__.py': '',
        'src/orders/service.py': 'def run(event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 → src/service.py:2',
      'app.handler',
      {
        'src/app.py': 'from service import Api\nhandler = Api().get\n',
        'src/service.py': 'class Api:\n    def get(self, event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 → src/service.py:1',
      'app.handler',
      {
        'src/app.py': 'from service import run\nhandler = trace(run)\n',
        'src/service.py': 'def run(event, context): pass\n',
      },
    ],
    [
      'src/app.py:2 (the function it wraps is imported from another file)',
      'app.handler',
      { 'src/app.py': 'from service import app\nhandler = adapt(app)\n', 'src/service.py': 'app = App()\n' },
    ],
    [`src/app.py:2 ${notFound('library')}`, 'app.handler', { 'src/app.py': 'import library\nhandler = library.run\n' }],
    [
      '✗ src/app.py has no export “handler”; it has main, *.',
      'app.handler',
      { 'src/app.py': 'def main(event, context): pass\nfrom os import *\n' },
    ],
  ]
  for (const [expected, handler, files] of scripts)
    it(`${expected}: ${Object.values(files).join(' ⏎ ')}`, async () =>
      assert.equal(await place(handler, files), expected))
  for (const [expected, handler, files] of modules)
    it(`${expected}: ${Object.values(files).join(' ⏎ ')}`, async () =>
      assert.equal(await place(handler, files, 'python3.13'), expected))
})
