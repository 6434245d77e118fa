import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { type HandlerSource, packageHandler } from '#bundle/functionPackage.ts'

const bundler = esbuildBundler(() => import('esbuild'))
const { signal } = new AbortController()

describe('packageHandler', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lambda-lens-package-'))
  })
  afterEach(async () => await rm(root, { recursive: true }))

  async function write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }

  async function pack(file: string, more: Partial<HandlerSource> = {}) {
    const source = {
      root,
      file,
      exportName: 'handler',
      language: 'typescript',
      runtime: 'nodejs22.x',
      ...more,
    } as const
    const { zip, handler } = await packageHandler(source, bundler, signal)
    const files = unzipSync(zip)
    return { zip, handler, files, text: (name: string) => strFromU8(files[name] ?? new Uint8Array()) }
  }

  it('bundles a TypeScript handler with what it imports into one file', async () => {
    await write(
      'src/app.ts',
      "import { table } from './table'\nexport const handler = async (): Promise<string> => table",
    )
    await write('src/table.ts', "export const table: string = 'orders'")
    const { handler, files, text } = await pack('src/app.ts')
    assert.equal(handler, 'index.handler')
    assert.deepEqual(Object.keys(files), ['index.js'])
    assert.match(text('index.js'), /"orders"/)
  })

  it('stays an ES module where only that can await at the top', async () => {
    await write('app.mjs', 'const x = await Promise.resolve(1)\nexport const handler = async () => x')
    assert.deepEqual(Object.keys((await pack('app.mjs')).files), ['index.mjs'])
  })

  it('gives the same bytes for the same source, whenever it is packed', async () => {
    await write('app.js', 'exports.handler = async () => 1')
    const first = await pack('app.js')
    assert.deepEqual((await pack('app.js')).zip, first.zip)
    const newYear2000 = [0, 0, 0x21, 0x28]
    assert.deepEqual([...first.zip.slice(10, 14)], newYear2000, 'the time in the header is no clock')
  })

  it('names the place of a syntax error', async () => {
    await write('app.ts', 'export const handler = async () => {\n  return (\n}')
    await assert.rejects(pack('app.ts'), { code: 'bundle-failed', message: /app\.ts:3:1/ })
  })

  it('names the module that is missing', async () => {
    await write('app.ts', "import x from 'not-installed'\nexport const handler = async () => x")
    await assert.rejects(pack('app.ts'), { code: 'bundle-failed', message: /not-installed/ })
  })

  it('zips the code folder of a Python function, without what a deployment leaves out', async () => {
    await write('report/app/main.py', 'def handler(event, context): return 1')
    await write('report/data.csv', 'a,b')
    await write('report/__pycache__/main.pyc', 'x')
    const python = { language: 'python', runtime: 'python3.13', codeFolder: 'report' } as const
    const { handler, files } = await pack('report/app/main.py', python)
    assert.equal(handler, 'app/main.handler')
    assert.deepEqual(Object.keys(files), ['app/main.py', 'data.csv'])
  })

  it('says so when the code folder is not there', async () => {
    const gone = { language: 'python', runtime: 'python3.13', codeFolder: 'gone' } as const
    await assert.rejects(pack('gone/main.py', gone), { code: 'no-code-folder' })
  })
})
