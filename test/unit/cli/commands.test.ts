import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand, startCommand } from '../../support/commandLine.ts'

const sample = join(import.meta.dirname, '../../../media/sample')

describe('the command line', function () {
  this.timeout(60_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-cli-'))
  })
  after(async () => await rm(folder, { recursive: true }))

  async function write(name: string, text: string): Promise<string> {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }

  it('lists the handlers of the sample with their definitions', async () => {
    const { code, stdout } = await runCommand(['handlers', sample, '--json'])
    assert.equal(code, 0)
    const { handlers, definitions } = JSON.parse(stdout)
    assert.equal(handlers.length, definitions.length)
    const thumbnail = handlers.find(({ file }: { file: string }) => file === 'src/images/thumbnail.js')
    assert.equal(thumbnail.certainty, 'certain')
    assert.deepEqual(thumbnail.definition, { template: 'template.yaml', logicalId: 'ThumbnailFunction' })
  })

  it('tunes a handler in a lab of its own', async () => {
    const file = await write('work.js', 'exports.handler = async (event) => event.name')
    const payload = await write('event.json', '{"name": "x"}')
    const args = ['tune', `${file}#handler`, '--lab', '--sizes', '128,1024', '--payload', payload, '--json']
    const { code, stdout, stderr } = await runCommand(args, {}, folder)
    assert.equal(code, 0, stderr)
    const report = JSON.parse(stdout)
    assert.deepEqual(report.plan.sizes, [128, 1024])
    assert.deepEqual(
      report.sizes.map(({ memoryMb, status, n }: { memoryMb: number; status: string; n: number }) => [
        memoryMb,
        status,
        n >= 2,
      ]),
      [
        [128, 'ok', true],
        [1024, 'ok', true],
      ],
    )
    assert.equal(report.restored, true)
    assert.ok(report.calls >= report.plan.callsMin && report.calls <= report.plan.callsMax, `${report.calls} calls`)
    assert.ok([128, 1024].includes(report.recommendation.memoryMb))
  })

  const refused: readonly { readonly what: string; readonly args: () => Promise<string[]>; readonly says: RegExp }[] = [
    { what: 'an unknown command', args: async () => ['sing'], says: /Usage: lambda-lens COMMAND/ },
    { what: 'an unknown option', args: async () => ['tune', 'x', '--loud'], says: /--loud.*bad-arguments/s },
    { what: 'a folder that is not there', args: async () => ['handlers', join(folder, 'none')], says: /no-folder/ },
    { what: 'a handler without --lab', args: async () => ['tune', 'a.js#handler'], says: /Add --lab/ },
    { what: 'a file that is not there', args: async () => ['tune', 'none.js#handler', '--lab'], says: /no-file/ },
    {
      what: 'an export that is no handler',
      args: async () => ['tune', `${await write('two.js', 'exports.handler = async () => 1')}#other`, '--lab'],
      says: /no handler named "other".*two\.js#handler/s,
    },
    {
      what: 'a payload that is not JSON',
      args: async () => ['tune', 'a.js#handler', '--lab', '--payload', await write('bad.json', '{"a"')],
      says: /bad\.json is not JSON/,
    },
    { what: 'a version of itself', args: async () => ['tune', 'orders:7', '--versions'], says: /qualifier-not-tuned/ },
    {
      what: 'two ways',
      args: async () => ['tune', 'x', '--clone', '--versions'],
      says: /--versions and --clone exclude/,
    },
    {
      what: 'an architecture without a copy',
      args: async () => ['tune', 'x', '--architecture', 'arm64'],
      says: /Add --clone/,
    },
    {
      what: 'an architecture that Lambda does not have',
      args: async () => ['tune', 'x', '--clone', '--architecture', 'mips'],
      says: /no architecture of Lambda/,
    },
    {
      what: 'a budget that allows no answer',
      args: async () => [
        'tune',
        `${await write('few.js', 'exports.handler = async () => 1')}#handler`,
        '--lab',
        '--max-calls',
        '1',
      ],
      says: /budget-too-small/,
    },
    { what: 'a size that Lambda does not have', args: async () => ['tune', 'x', '--sizes', '64'], says: /bad-sizes/ },
    {
      what: 'source that does not parse',
      args: async () => ['tune', `${await write('half.js', 'exports.handler = async () => {')}#handler`, '--lab'],
      says: /half\.js.*bundle-failed/s,
    },
    {
      what: 'a handler that throws',
      args: async () => [
        'tune',
        `${await write('throws.js', 'exports.handler = async () => { throw new RangeError("too far") }')}#handler`,
        '--lab',
      ],
      says: /RangeError: too far.*handler-failed/s,
    },
  ]
  for (const { what, args, says } of refused) {
    it(`refuses ${what} with a message`, async () => {
      const { code, stderr } = await runCommand(await args(), {}, folder)
      assert.match(stderr, says)
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack is shown to people')
      assert.equal(code, 2)
    })
  }

  it('puts the function back when it is interrupted', async () => {
    const file = await write('long.js', 'exports.handler = () => new Promise(resolve => setTimeout(resolve, 300))')
    const command = startCommand(['tune', `${file}#handler`, '--lab', '--sizes', '128,1024', '--json'], {}, folder)
    await command.says(/Calling the function/)
    command.process.kill('SIGINT')
    const { code, stdout, stderr } = await command.result
    assert.equal(code, 2)
    assert.match(stderr, /Interrupted/)
    const report = JSON.parse(stdout)
    assert.deepEqual([report.ended, report.restored], ['cancelled', true])
  })

  it('tunes an export that no template names, though there is a template', async () => {
    const project = join(folder, 'project')
    await mkdir(project)
    const template = [
      'Resources:',
      '  A:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Handler: a.b',
    ]
    await writeFile(join(project, 'template.yaml'), template.join('\n'))
    await writeFile(join(project, 'job.js'), 'exports.nightly = async () => 1')
    const { code, stderr } = await runCommand(['tune', 'job.js#nightly', '--lab', '--sizes', '512'], {}, project)
    assert.equal(code, 0, stderr)
  })

  it('is a program that runs by itself', () => {
    const { status, stderr } = spawnSync(join(import.meta.dirname, '../../../dist/cli.js'), ['--help'], {
      encoding: 'utf8',
    })
    assert.equal(status, 0)
    assert.match(stderr, /Usage: lambda-lens/)
  })

  it('starts a lab that ends with its input', async () => {
    const command = startCommand(['lab'])
    command.process.stdin?.end()
    const lab = await command.result
    assert.equal(lab.code, 0, lab.stderr)
    const line = JSON.parse(lab.stdout)
    assert.match(line.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.ok(line.accessKeyId && line.secretAccessKey && line.region && line.limiter)
    assert.throws(() => process.kill(line.pid, 0), { code: 'ESRCH' })
  })
})
