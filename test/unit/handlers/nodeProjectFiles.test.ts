import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'

describe('a real folder', () => {
  let folder = ''
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-files-'))
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('lists what somebody wrote, by relative paths', async () => {
    for (const file of [
      'b.js',
      'a/c.ts',
      'a/node_modules/x/i.js',
      '.git/config',
      '.aws-sam/t.yaml',
      'cdk.out/t.json',
      'old/x.js',
    ]) {
      await write(file, '')
    }
    await write('.gitignore', 'old/\n')
    assert.deepEqual(await nodeProjectFiles(folder).list(), ['.gitignore', 'a/c.ts', 'b.js'])
  })

  it('follows symbolic links, but not round and round', async () => {
    await write('real/a.js', '')
    await symlink(folder, join(folder, 'real/loop'))
    await symlink(join(folder, 'nowhere'), join(folder, 'broken'))
    await symlink(join(folder, 'real/a.js'), join(folder, 'alias.js'))
    assert.deepEqual(await nodeProjectFiles(folder).list(), ['alias.js', 'real/a.js'])
  })

  it('does not follow links that lead out of it', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'lambda-lens-outside-'))
    await writeFile(join(outside, 'a.js'), '')
    await symlink(outside, join(folder, 'away'))
    await symlink(join(outside, 'a.js'), join(folder, 'a.js'))
    await write('b.js', '')
    assert.deepEqual(await nodeProjectFiles(folder).list(), ['b.js'])
    for (const path of ['away', 'a.js', 'away/a.js'])
      assert.equal(await nodeProjectFiles(folder).kindOf(path), undefined)
    await rm(outside, { recursive: true })
  })

  it('leaves out what the editor hides by files.exclude', async () => {
    const hidden = ['old/x.js', 'a/old/y.js', 'a/built.js', 'top.txt', 'a/deep/gen/z.py']
    const shown = ['a/built.ts', 'a/lonely.js', 'a/top.txt', 'off/x.js', 'a/gener/z.py']
    for (const file of [...hidden, ...shown]) await write(file, '')
    const files = nodeProjectFiles(folder, {
      '**/old': true,
      '**/*.js': { when: '$(basename).ts' },
      'top.txt': true,
      '**/{gen,generated}/**': true,
      off: false,
      '**/[broken': true,
    })
    assert.deepEqual(await files.list(), shown.toSorted())
    for (const file of hidden) assert.equal(await files.kindOf(file), undefined, file)
    for (const file of shown) assert.equal(await files.kindOf(file), 'file', file)
  })

  it('leaves out what the .gitignore files within say, each for its own folder', async () => {
    for (const file of ['a/out/x.js', 'b/out/x.js', 'a/keep.log', 'a/b/c.log', 'd.log']) await write(file, '')
    await write('.gitignore', '*.log\n')
    await write('a/.gitignore', '/out\n!keep.log\n')
    const files = nodeProjectFiles(folder)
    const listed = ['.gitignore', 'a/.gitignore', 'a/keep.log', 'b/out/x.js']
    assert.deepEqual(await files.list(), listed)
    for (const file of [...listed, 'a/out/x.js', 'a/b/c.log', 'd.log']) {
      assert.equal(await files.kindOf(file), listed.includes(file) ? 'file' : undefined)
    }
  })

  it('tells of a path what the list would', async () => {
    for (const file of ['a/b.js', 'old/x.js', 'dist/y.js', 'a/old/z.js']) await write(file, '')
    await write('.gitignore', 'old/\n')
    const { kindOf } = nodeProjectFiles(folder)
    const paths = ['a/b.js', 'a', 'old/x.js', 'old', 'a/old/z.js', 'dist/y.js', 'dist', 'gone.js']
    assert.deepEqual(await Promise.all(paths.map(path => kindOf(path))), [
      'file',
      'folder',
      ...Array<undefined>(6).fill(undefined),
    ])
  })

  it('is empty where there is none', async () => {
    assert.deepEqual(await nodeProjectFiles(join(folder, 'nowhere')).list(), [])
  })
})
