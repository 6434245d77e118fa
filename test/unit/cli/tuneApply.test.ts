import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../support/commandLine.ts'
import { labEnvironment, startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()
const idle = 'exports.handler = async () => 1'

describe('lambda-lens tune --apply', function () {
  this.timeout(60_000)
  let lab: TestLab
  let folder: string
  before(async () => {
    lab = await startTestLab()
  })
  after(async () => await lab.close())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-apply-'))
  })
  afterEach(async () => await rm(folder, { recursive: true }))

  async function tune(...args: readonly string[]) {
    const result = await runCommand(['tune', ...args, '--json'], labEnvironment(lab), folder)
    return { ...result, report: result.stdout === '' ? undefined : JSON.parse(result.stdout) }
  }

  async function project(): Promise<string> {
    await mkdir(join(folder, 'src'))
    await writeFile(join(folder, 'src/a.js'), idle)
    const template = [
      'Resources:',
      '  Orders:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      FunctionName: shop-orders',
      '      CodeUri: src',
      '      Handler: a.handler',
      '      Runtime: nodejs24.x',
      '      MemorySize: 512',
      '',
    ].join('\n')
    await writeFile(join(folder, 'template.yaml'), template)
    return template
  }

  it('function: gives the live function the recommended memory; --undo takes it back', async () => {
    await lab.deploy('applied', idle, { memoryMb: 1024 })
    const { code, stderr, report } = await tune('applied', '--sizes', '128,256', '--apply', 'function')
    assert.equal(code, 0, stderr)
    const { memoryMb } = report.recommendation
    assert.deepEqual(report.applied, { to: 'function', fromMb: 1024, toMb: memoryMb })
    assert.equal((await lab.control.read('applied', signal)).memoryMb, memoryMb)
    const undone = await tune('applied', '--undo')
    assert.equal(undone.code, 0, undone.stderr)
    assert.match(undone.stderr, /applied has 1,024 MB again/)
    assert.equal((await lab.control.read('applied', signal)).memoryMb, 1024)
    assert.match((await tune('applied', '--undo')).stderr, /nothing-to-undo/)
  })

  it('template: edits the value of a deployed function in its place, and shows the difference', async () => {
    const template = await project()
    await lab.deploy('shop-orders', idle)
    const { code, stderr, report } = await tune('shop-orders', '--sizes', '128,256', '--apply', 'template')
    assert.equal(code, 0, stderr)
    const { memoryMb } = report.recommendation
    assert.deepEqual(report.applied, {
      to: 'template',
      fromMb: 512,
      toMb: memoryMb,
      file: 'template.yaml',
      alsoChanges: [],
    })
    assert.equal(await readFile(join(folder, 'template.yaml'), 'utf8'), template.replace('512', String(memoryMb)))
    assert.match(stderr, new RegExp(`-      MemorySize: 512\\n\\+      MemorySize: ${memoryMb}`))
    assert.equal((await lab.control.read('shop-orders', signal)).memoryMb, 512)
  })

  it('template: edits it for a handler that was measured in a lab', async () => {
    await project()
    const { code, stderr, report } = await tune(
      'src/a.js#handler',
      '--lab',
      '--sizes',
      '128,256',
      '--apply',
      'template',
    )
    assert.equal(code, 0, stderr)
    assert.match(await readFile(join(folder, 'template.yaml'), 'utf8'), new RegExp(`Size: ${report.applied.toMb}\\n`))
  })

  it('tells what was measured although it could not be applied', async () => {
    await lab.deploy('homeless', idle)
    const { code, stderr, report } = await tune('homeless', '--sizes', '128', '--apply', 'template')
    assert.deepEqual([code, report.recommendation.memoryMb, report.applied], [2, 128, undefined])
    assert.match(stderr, /No template below .* defines a function homeless.*no-definition/)
  })

  it('changes nothing where the function has the recommended memory', async () => {
    await lab.deploy('right', idle, { memoryMb: 256 })
    const { report } = await tune('right', '--sizes', '256', '--apply', 'function')
    assert.equal(report.applied, null)
  })

  it('refuses what cannot be', async () => {
    await project()
    const lasting = await tune('src/a.js#handler', '--lab', '--sizes', '128', '--apply', 'function')
    assert.match(lasting.stderr, /nothing-live/)
    await lab.deploy('ported', idle)
    const ported = await tune('ported', '--clone', '--architecture', 'arm64', '--sizes', '128', '--apply', 'function')
    assert.match(ported.stderr, /architecture-not-applied/)
    assert.match((await tune('ported', '--apply', 'cloud')).stderr, /--apply takes function or template/)
  })
})
