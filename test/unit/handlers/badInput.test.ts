import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { template } from './memoryProject.ts'

describe('bad input in a real folder', () => {
  let folder = ''
  const write = async (file: string, content: string | Buffer) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), content)
  }
  const index = () => indexProject(nodeProjectFiles(folder), new AbortController().signal)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-bad-'))
    await write('template.yaml', template({ Good: 'good.handler' }))
    await write('src/good.js', 'exports.handler = () => {}')
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** The good function is found whatever stands beside it. */
  async function expectGood(): Promise<Awaited<ReturnType<typeof index>>> {
    const found = await index()
    assert.ok(found.handlers.some(({ file }) => file === 'src/good.js'))
    assert.equal(found.definitions.find(({ logicalId }) => logicalId === 'Good')?.source?.file, 'src/good.js')
    return found
  }

  it('is no obstacle: a template that is half written', async () => {
    const whole = template({ A: 'good.handler', B: 'good.handler' })
    for (let length = 0; length < whole.length; length += 7) {
      await write(`half/${length}.yaml`, whole.slice(0, length))
      await write(`half/${length}.json`, `{"Resources": {"A": {"Type": "AWS::Serverless::Function"}}`.slice(0, length))
    }
    await expectGood()
  })

  it('is no obstacle: a JSON template of 20 MB', async () => {
    const other = `"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"A": [${'{"x": 1, "y": "text"},'.repeat(50)}{}]}}`
    const many = Array.from({ length: 20_000 }, (_, at) => other.replace('T', `T${at}`)).join(',\n')
    const text = `{"Resources": {${many}, "Big": {"Type": "AWS::Lambda::Function", "Properties": {"Code": "src", "Handler": "good.handler", "Runtime": "nodejs24.x", "MemorySize": 512}}}}`
    assert.ok(text.length > 20_000_000)
    await write('big.json', text)
    const { definitions } = await expectGood()
    const big = definitions.find(({ logicalId }) => logicalId === 'Big')
    assert.deepEqual([big?.memoryMb, big?.source?.file], [512, 'src/good.js'])
    assert.equal(text.slice(big?.spans['memory']?.start, big?.spans['memory']?.end), '512')
  }).timeout(60_000)

  it('has a reason: a YAML file that is larger than any template', async () => {
    await write('big.yaml', `${template({ A: 'good.handler' })}${'# far too much\n'.repeat(250_000)}`)
    const { problems } = await expectGood()
    assert.deepEqual(problems, [{ file: 'big.yaml', reason: 'It is too large for a template in YAML; not read.' }])
  })

  it('is no obstacle: links in a circle', async () => {
    await mkdir(join(folder, 'a/b'), { recursive: true })
    await symlink(folder, join(folder, 'a/b/up'))
    await symlink(join(folder, 'loop-2'), join(folder, 'loop-1'))
    await symlink(join(folder, 'loop-1'), join(folder, 'loop-2'))
    await symlink(join(folder, 'self.yaml'), join(folder, 'self.yaml'))
    const { definitions } = await expectGood()
    assert.equal(definitions.length, 1)
  })

  it('is read as far as it goes: Latin-1', async () => {
    const text = template({ Latin: 'good.handler' }).replace('Resources:', 'Description: Größe\nResources:')
    await write('latin.yaml', Buffer.from(text, 'latin1'))
    const { definitions, problems } = await expectGood()
    assert.equal(definitions.find(({ logicalId }) => logicalId === 'Latin')?.source?.file, 'src/good.js')
    assert.deepEqual(
      problems.map(({ file }) => file),
      ['latin.yaml'],
    )
    assert.match(problems[0]?.reason ?? '', /not UTF-8/)
  })

  it('is read: UTF-16, as some shells write it', async () => {
    const text = `\uFEFF${template({ Wide: 'good.handler' })}`
    await write('wide.yaml', Buffer.from(text, 'utf16le'))
    await write('wider.yaml', Buffer.from(text.replace('Wide', 'Wider'), 'utf16le').swap16())
    const { definitions, problems } = await expectGood()
    assert.deepEqual(
      definitions.map(({ logicalId, source }) => `${logicalId} ${source?.file}`),
      ['Good src/good.js', 'Wide src/good.js', 'Wider src/good.js'],
    )
    assert.deepEqual(problems, [])
  })

  it('is no obstacle: bytes of any kind', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))
    for (const file of [
      'a.yaml',
      'b.json',
      'c.template',
      'src/d.js',
      'src/e.py',
      'f.go',
      'G.java',
      'h.cs',
      'i.rs',
      'j.rb',
      'Dockerfile',
      'main.tf',
      'serverless.yml',
      'cdk.json',
    ])
      await write(file, Buffer.concat([Buffer.from('Resources: AWS::Lambda::Function handler exports\n'), bytes]))
    await write('k.yaml', template({ D: 'd.handler' }))
    const { definitions } = await expectGood()
    const d = definitions.find(({ logicalId }) => logicalId === 'D')
    assert.equal(d?.source, null)
    assert.ok(d.reason)
  })

  it('has a reason: handler strings that point nowhere', async () => {
    const strings = [
      'gone.handler',
      'good.gone',
      '../../../etc/passwd.handler',
      'good',
      '.',
      '..',
      '"a.b.c.d"',
      '/',
      '"x\\0y.z"',
      '"é💥.handler"',
      '"(.+)+$.x"',
      'con.handler',
      '"${a}.b"',
    ]
    const functions = strings.map((one, at) => [`F${at}`, one] as const)
    for (const runtime of [
      'nodejs24.x',
      'python3.13',
      'java21',
      'dotnet8',
      'ruby3.4',
      'provided.al2023',
      'go1.x',
      'strange',
      '!Ref X',
    ])
      await write(
        `${runtime.replace(/\W/g, '')}.yaml`,
        template(Object.fromEntries(functions)).replaceAll('nodejs24.x', runtime),
      )
    const { definitions } = await expectGood()
    const lost = definitions.filter(({ logicalId }) => logicalId !== 'Good')
    assert.equal(lost.length, strings.length * 9)
    for (const { source, reason } of lost) {
      assert.equal(source, null)
      assert.ok((reason ?? '').length > 10)
    }
  })

  it('is read all the same: JavaScript that .gitignore names and a template asks for', async () => {
    await write('.gitignore', '*.js\n')
    await write('kept.yaml', template({ Kept: 'kept.handler', Gone: 'gone.handler' }))
    await write('src/kept.js', '\nexports.handler = () => {}')
    const { definitions } = await expectGood()
    const places = definitions.map(({ logicalId, source, reason }) => `${logicalId} ${source?.line ?? reason}`)
    assert.deepEqual(places, [
      'Kept 2',
      'Gone The handler gone.handler points to src/gone.js (or .ts, .mjs …), which does not exist.',
      'Good 1',
    ])
  })

  it('is told as it is: a folder that is called like a template', async () => {
    await mkdir(join(folder, 'stack.yaml'))
    const { problems } = await expectGood()
    assert.deepEqual(problems, [])
  })
})
