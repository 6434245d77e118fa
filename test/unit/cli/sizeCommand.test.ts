import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type CommandResult, runCommand } from '../../support/commandLine.ts'
import { BundleProject } from '../bundle/bundleProject.ts'

const author = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b.c',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b.c',
}

describe('lambda-lens size', function () {
  this.timeout(60_000)
  let project: BundleProject
  const template = (properties: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties: ${properties}
    Properties: { Handler: src/app.handler, Runtime: nodejs22.x, CodeUri: . }
`
  beforeEach(async () => {
    project = await BundleProject.open({
      'template.yaml': template('{ EntryPoints: [src/app.ts], Target: node22, Format: esm }'),
      'src/app.ts': "import left from 'left'\nexport const handler = async () => left\n",
      'node_modules/left/package.json': '{"name":"left","version":"1.2.3"}',
      'node_modules/left/index.js': `export default '${'left'.repeat(1000)}'`,
    })
  })
  afterEach(async () => await project.close())

  async function size(args: readonly string[], cwd = project.root): Promise<CommandResult> {
    return await runCommand(['size', ...args], { XDG_CACHE_HOME: join(project.root, 'cache') }, cwd)
  }

  it('tells what the template ships, in one document', async () => {
    const { code, stdout, stderr } = await size(['Orders', '--json'])
    assert.equal(code, 0, stderr)
    const report = JSON.parse(stdout)
    assert.equal(report.bytes, (await project.esbuild(report.options.arguments)).length)
    assert.ok(report.zipBytes > 0)
    assert.deepEqual(report.packages, [
      {
        name: 'left',
        version: '1.2.3',
        bytes: report.packages[0].bytes,
        why: ['src/app.ts', 'node_modules/left/index.js'],
      },
    ])
    assert.deepEqual([report.imports[0].specifier, report.imports[0].line], ['left', 1])
    assert.ok(report.imports[0].exclusiveBytes >= 4000 && report.imports[0].inclusiveBytes >= 4000)
    assert.deepEqual(report.duplicates, [])
    assert.equal(report.options.from, 'sam')
    assert.ok(report.options.arguments.includes('--format=esm'))
  })

  it('tells paths from the current folder, and prints a table for people', async () => {
    const { stdout } = await size(['app.ts#handler', '--json'], join(project.root, 'src'))
    assert.deepEqual(JSON.parse(stdout).packages[0].why, ['app.ts', '../node_modules/left/index.js'])
    assert.match((await size(['Orders'])).stdout, /^src\/app\.ts {2}[\d.]+ kB, zip \d+ B\n[^]*left 1\.2\.3/)
  })

  it('fails over a budget, having told all the same', async () => {
    const over = await size(['Orders', '--json', '--budget', '3kB'])
    assert.deepEqual([over.code, JSON.parse(over.stdout).budget], [1, { bytes: 3000, isOver: true }])
    assert.match(over.stderr, /over its budget of 3 kB/)
    assert.equal((await size(['Orders', '--json', '--budget', '1MB'])).code, 0)
  })

  it('compares with a revision, by the template that it had', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: project.root, env: { ...process.env, ...author } })
    git('init', '--quiet')
    git('add', 'template.yaml', 'src')
    git('commit', '--quiet', '-m', 'first')
    const before = JSON.parse((await size(['Orders', '--json'])).stdout)
    await project.write({
      'template.yaml': template('{ EntryPoints: [src/app.ts], External: [left] }'),
      'src/app.ts': "import left from 'left'\nexport const handler = async () => [left, 'more']\n",
    })
    const { compare, bytes } = JSON.parse((await size(['Orders', '--json', '--compare', 'HEAD'])).stdout)
    assert.deepEqual(compare, { revision: 'HEAD', bytes: before.bytes, zipBytes: before.zipBytes })
    assert.ok(bytes < before.bytes)
    await project.write({ 'src/new.ts': 'export const handler = async () => 1' })
    const fresh = JSON.parse((await size(['src/new.ts#handler', '--json', '--compare', 'HEAD'])).stdout)
    assert.match(fresh.compare.reason, /There is no file/)
    assert.equal((await size(['Orders', '--compare', 'nowhere'])).code, 2)
  })

  it('finds the options of a build script', async () => {
    await project.write({
      'template.yaml': '',
      'esbuild.mjs':
        "import * as esbuild from 'esbuild'\nawait esbuild.build({ entryPoints: ['src/app.ts'], bundle: true, platform: 'node', external: ['left'], plugins: [hang()] })",
    })
    const { options, imports } = JSON.parse((await size(['src/app.ts#handler', '--json'])).stdout)
    assert.deepEqual([options.from, options.unread], ['esbuild.mjs', ['plugins']])
    assert.deepEqual(imports[0].external, true)
  })

  it('tells what is shipped as a folder', async () => {
    await project.write({
      'template.yaml':
        'Resources: { Orders: { Type: AWS::Serverless::Function, Properties: { Handler: plain.handler, Runtime: nodejs22.x, CodeUri: src } } }\nTransform: AWS::Serverless-2016-10-31\n',
      'src/plain.js': 'exports.handler = async () => 1 // commented\n',
    })
    const { shipped, bytes } = JSON.parse((await size(['src/plain.js#handler', '--json'])).stdout)
    assert.equal(shipped.as, 'folder')
    assert.ok(shipped.bytes > bytes)
  })

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no target', [], /bad-arguments/],
    ['a budget that is none', ['Orders', '--budget', 'small'], /bad-budget/],
    ['an unknown name', ['Invoices'], /no-handler/],
    ['source that does not build', ['src/broken.ts#handler'], /src\/broken\.ts:2:24\).*bundle-failed/s],
  ]
  for (const [what, args, says] of refused) {
    it(`refuses ${what} with a message`, async () => {
      await project.write({ 'src/broken.ts': 'export const handler = 1\nexport const broken = (' })
      const { code, stderr } = await size(args)
      assert.match(stderr, says)
      assert.doesNotMatch(stderr, /\n\s+at /)
      assert.equal(code, 2)
    })
  }
})
