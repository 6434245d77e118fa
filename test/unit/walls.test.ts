import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { domain } from '../../scripts/walls.ts'

const root = join(import.meta.dirname, '../..')

/** File and what it imports. */
type Import = readonly [file: string, specifier: string]

const refused: readonly Import[] = [
  ['src/tuning/a.ts', 'vscode'],
  ['src/tuning/b.ts', '@aws-sdk/client-lambda'],
  ['src/tuning/c.ts', '#aws/clients.ts'],
  ['src/tuning/d.ts', '#handlers/handler.ts'],
  ['src/tuning/e.ts', '../pricing/cost.ts'],
  ['src/tuning/f.ts', './../pricing/cost.ts'],
  ['src/tuning/g.ts', 'yaml'],
  ['src/tuning/h.ts', 'fs'],
  ['src/tuning/i.ts', '#tuning/plan.ts'],
  ['src/tuning/j.ts', '../../scripts/walls.ts'],
  ['src/handlers/javascript/a.ts', '../../syntax/lineAt.ts'],
  ['src/handlers/javascript/b.ts', '#editor/convert.ts'],
  ['src/handlers/templates/sam/a.ts', '../../../syntax/lineAt.ts'],
  ['src/handlers/a/b/c/d/deep.ts', '../../../../../syntax/lineAt.ts'],
  ['src/handlers/a/b/c/d/e.ts', 'vscode'],
  ['src/protocol/a.ts', 'node:path'],
  ['src/pricing/a.ts', 'node:path'],
  ['src/common/format.ts', 'node:util'],
  ['src/common/a.ts', '#tuning/plan.ts'],
  ['src/telemetry/a.ts', '#tuning/plan.ts'],
  ['src/lab/a.ts', '#telemetry/report.ts'],
  ['src/lab/b.ts', 'vscode'],
  ['src/aws/a.ts', 'vscode'],
  ['src/aws/b.ts', '#lab/start.ts'],
  ['src/editor/a.ts', '#lab/start.ts'],
  ['src/editor/b.ts', '#aws/clients.ts'],
  ['src/editor/c.ts', '@aws-sdk/client-lambda'],
  ['src/cli/a.ts', '../tuning/plan.ts'],
  ['src/extension.ts', '../webview/tune/main.ts'],
  ['src/tomorrow/a.ts', '#tuning/plan.ts'],
  ['src/tomorrow/b.ts', 'node:path'],
  ['src/tomorrow/c.ts', 'vscode'],
  ['src/tomorrow/deep/d.ts', '../../tuning/plan.ts'],
  ['webview/tune/a.ts', 'node:path'],
  ['webview/tune/b.ts', '#tuning/plan.ts'],
  ['webview/tune/c.ts', '#common/errors.ts'],
  ['webview/tune/d.ts', '../../src/tuning/plan.ts'],
  ['webview/tune/e.ts', 'vscode'],
  ['webview/main.ts', '#lab/start.ts'],
]

const allowed: readonly Import[] = [
  ['src/tuning/near/a.ts', '../plan.ts'],
  ['src/tuning/near/b.ts', '#pricing/cost.ts'],
  ['src/tuning/near/c.ts', '#common/errors.ts'],
  ['src/tuning/near/d.ts', 'node:fs/promises'],
  ['src/handlers/templates/sam/near.ts', '../../handler.ts'],
  ['src/handlers/a/b/c/d/near.ts', '../deep.ts'],
  ['src/handlers/near.ts', './templates/sam/functionDefinitions.ts'],
  ['src/aws/near.ts', '@aws-sdk/client-lambda'],
  ['src/editor/near.ts', 'vscode'],
  ['src/cli/near.ts', '#lab/start.ts'],
  ['src/analysisWorker.ts', '#aws/clients.ts'],
  ['src/tomorrow/near.ts', '#common/errors.ts'],
  ['src/tomorrow/deep/near.ts', '../near.ts'],
  ['webview/tune/near.ts', '#common/format.ts'],
  ['webview/tune/lit.ts', 'lit'],
  ['webview/tune/chart.ts', '../chart/frame.ts'],
]

/** Every form of import, each of the lab from the editor. */
const waysToImport = [
  { name: 'type', code: "import type { Lab } from '#lab/start.ts'\nexport type Mine = Lab" },
  { name: 're-exporting', code: "export { start } from '#lab/start.ts'" },
  { name: 'star', code: "export * from '#lab/start.ts'" },
  { name: 'dynamic', code: "export const lab = await import('#lab/start.ts')" },
]

describe('walls', () => {
  describe('lint', () => {
    let tree: string
    let complaints: ReadonlySet<string>

    before(async () => {
      tree = await mkdtemp(join(tmpdir(), 'lambda-lens-walls-'))
      const config = pathToFileURL(join(root, 'oxlint.config.ts')).href
      // Types are beside the point, and half of these imports lead nowhere.
      await writeFile(
        join(tree, 'oxlint.config.ts'),
        `import config from '${config}'\nexport default { ...config, options: {} }\n`,
      )
      for (const [file, specifier] of [...refused, ...allowed]) await writeImport(file, `import '${specifier}'`)
      for (const { name, code } of waysToImport) await writeImport(`src/editor/ways/${name}.ts`, code)
      complaints = await filesWithRestrictedImports(tree)
    })

    after(() => rm(tree, { recursive: true, force: true }))

    for (const [file, specifier] of refused) {
      it(`refuses ${specifier} in ${file}`, () => assert.ok(complaints.has(file)))
    }

    for (const [file, specifier] of allowed) {
      it(`allows ${specifier} in ${file}`, () => assert.ok(!complaints.has(file)))
    }

    for (const { name } of waysToImport) {
      it(`sees ${name} imports`, () => assert.ok(complaints.has(`src/editor/ways/${name}.ts`)))
    }

    async function writeImport(file: string, code: string): Promise<void> {
      await mkdir(dirname(join(tree, file)), { recursive: true })
      await writeFile(join(tree, file), `${code}\n`)
    }
  })

  describe('bundle', () => {
    it('of the domain needs neither VS Code, nor the AWS SDK, nor the parts that do', async () => {
      await bundle(await sources(domain), /^(vscode$|@aws-sdk\/|@smithy\/|#(aws|editor|lab|cli)\/)/)
    })

    it('of the editor needs neither the AWS SDK nor the lab', async () => {
      await bundle(await sources(['editor']), /^(@aws-sdk\/|@smithy\/|#(aws|lab|cli)\/)/)
    })

    it('notices an import on need', async () => {
      await assert.rejects(bundle(await sources(['aws']), /^@aws-sdk\//), /@aws-sdk\/client-lambda is behind a wall/)
    })
  })
})

async function filesWithRestrictedImports(folder: string): Promise<ReadonlySet<string>> {
  const require = createRequire(import.meta.url)
  const oxlint = join(dirname(require.resolve('oxlint/package.json')), 'bin/oxlint')
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [oxlint, '--format=json', '.'], { cwd: folder, maxBuffer: 1e8 }, (_, stdout, stderr) =>
      stdout.startsWith('{') ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`)),
    )
  })
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  return new Set(
    diagnostics.filter(({ code }) => code === 'eslint(no-restricted-imports)').map(({ filename }) => filename),
  )
}

async function sources(folders: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    folders.map(async folder => {
      // A folder of the plan may not hold anything yet.
      if (!existsSync(join(root, 'src', folder))) return []
      const names = await readdir(join(root, 'src', folder), { recursive: true })
      return names.filter(name => name.endsWith('.ts')).map(name => `./src/${folder}/${name}`)
    }),
  )
  return files.flat()
}

/** Bundles everything that `files` reach; throws if a specifier that matches `behindWall` is among it. */
async function bundle(files: readonly string[], behindWall: RegExp): Promise<void> {
  const wall: Plugin = {
    name: 'wall',
    setup: ({ onResolve }) => {
      onResolve({ filter: behindWall }, ({ path }) => ({ errors: [{ text: `${path} is behind a wall` }] }))
    },
  }
  assert.ok(files.length > 0)
  await build({
    stdin: { contents: files.map(file => `import '${file}'`).join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['vscode', 'esbuild'],
    plugins: [wall],
    logLevel: 'silent',
  })
}
