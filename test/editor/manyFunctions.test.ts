import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { type AwsLab, startAwsLab } from '../support/editor/awsLab.ts'
import { lensTitles } from '../support/editor/lensTitles.ts'
import { idle, longestBlock } from '../support/editor/loopDelay.ts'
import { until, workspaceFile } from '../support/editor/workspace.ts'
import type { ProxyFault } from '../support/faultyProxy.ts'
import { logOf } from '../support/logLines.ts'

const files = Array.from({ length: 10 }, (_, file) => `src/part${file}.js`)
const perFile = 20
const names = files.flatMap((_, file) => Array.from({ length: perFile }, (_, n) => `many-${file}-${n}`))
/** As often as the idle thread is: whoever types notices no more. */
const tolerance = 25

/** 200 functions in a lab that the extension takes for AWS, and every way in which asking can go wrong. */
describe('two hundred functions', function () {
  this.timeout(120_000)
  let aws: AwsLab
  let idleMs: number

  before(async () => {
    await writeProject()
    const now = Date.now()
    const events = names.flatMap((name, index) =>
      logOf(`/aws/lambda/${name}`, index % 2 === 0 ? 'text' : 'json', callsOf(index, now)),
    )
    aws = await startAwsLab(names, events)
    aws.proxy.fault = () => 'held'
    await vscode.extensions.getExtension('lambda-lens.lambda-lens')?.activate()
    await until(allTitles, titles => titles.length === names.length)
    idleMs = await longestBlock(idle)
  })

  after(async () => await aws?.close())

  it('say that they are being read while AWS takes its time, and the editor stays responsive', async () => {
    const block = await longestBlock(async () => {
      await vscode.commands.executeCommand('lambdaLens.functions.focus')
      for (let look = 0; look < 3; look += 1) assert.deepEqual(new Set(await allTitles()), new Set(['Reading logs…']))
    })
    expectResponsive(block)
    assert.deepEqual(aws.proxy.twice, [], 'nothing is asked twice at once')
  })

  const faults: readonly (readonly [ProxyFault, string])[] = [
    ['throttled', 'AWS throttles the questions'],
    ['server-error', 'AWS failed inside'],
    ['denied', 'No permission: lambda:GetFunctionConfiguration'],
    ['expired-token', 'Sign in to AWS…'],
    ['clock-skew', 'The clock of this machine is wrong'],
  ]
  for (const [fault, words] of faults) {
    it(`say what happened when AWS answers ${fault}: ${words}`, async () => {
      const block = await longestBlock(async () => {
        if (fault === 'throttled') aws.proxy.release()
        aws.proxy.fault = () => fault
        await vscode.commands.executeCommand('lambdaLens.refreshStatistics')
        await untilAll(title => title === words)
      })
      expectResponsive(block)
      assert.deepEqual(aws.proxy.twice, [], 'nothing is asked twice at once')
    })
  }

  it('say that AWS did not answer when the connection is refused', async () => {
    await aws.proxy.close()
    const block = await longestBlock(async () => {
      await vscode.commands.executeCommand('lambdaLens.refreshStatistics')
      await untilAll(title => title === 'AWS did not answer')
    })
    await aws.proxy.listen()
    expectResponsive(block)
  })

  it('tell how they ran once AWS answers, by few questions', async () => {
    aws.proxy.release()
    aws.proxy.requests.length = 0
    const block = await longestBlock(async () => {
      await vscode.commands.executeCommand('lambdaLens.refreshStatistics')
      await untilAll(title => title.startsWith('p99 '))
    })
    expectResponsive(block)
    assert.deepEqual(aws.proxy.twice, [], 'nothing is asked twice at once')
    // One query for the functions that are asked for in one moment, fifty at most, and one for who waited.
    assert.ok(aws.proxy.count('StartQuery') <= names.length / 10, `${aws.proxy.count('StartQuery')} queries`)
    assert.ok(aws.proxy.requests.length < names.length, `${aws.proxy.requests.length} requests`)
  })

  it('are not asked for again by looking, saving or switching', async () => {
    aws.proxy.requests.length = 0
    const document = await vscode.workspace.openTextDocument(workspaceFile('src/part0.js'))
    const editor = await vscode.window.showTextDocument(document)
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// more\n'))
    await document.save()
    await until(
      async () =>
        await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri),
      lenses => lenses[0]?.range.start.line === 1,
    )
    await untilAll(title => title.startsWith('p99 '))
    assert.deepEqual(
      aws.proxy.requests.map(({ operation }) => operation).filter(operation => operation !== 'GetMetricData'),
      [],
    )
  })

  it('keep what is known, with its age, when AWS fails after that', async () => {
    aws.proxy.fault = () => 'server-error'
    await vscode.commands.executeCommand('lambdaLens.refreshStatistics')
    await untilAll(title => /^p99 \S+ m?s \(\d+ \w+ old: AWS failed inside\)$/.test(title))
  })

  function expectResponsive(blockMs: number): void {
    assert.ok(blockMs < tolerance * idleMs, `blocked for ${blockMs} ms; ${idleMs} ms when idle`)
  }
})

/** Of the lenses that say how functions run. */
async function allTitles(): Promise<string[]> {
  const titles: string[] = []
  for (const file of files) titles.push(...(await lensTitles(file, 2 * perFile)))
  return titles.filter(title => title !== 'Tune this function')
}

async function untilAll(isDone: (title: string) => boolean): Promise<void> {
  await until(
    async () => (await allTitles()).filter(title => !isDone(title)),
    left => left.length === 0,
  )
}

function callsOf(index: number, now: number) {
  return Array.from({ length: 40 }, (_, n) => ({
    time: now - 3_600_000 + n * 1000,
    durationMs: 20 + index + n,
    billedMs: 21 + index + n,
    memoryMb: 512,
    maxMemoryUsedMb: 90,
    status: 'success' as const,
    ...(n % 20 === 0 && { initMs: 300 }),
  }))
}

async function writeProject(): Promise<void> {
  const write = async (path: string, text: string) =>
    await vscode.workspace.fs.writeFile(workspaceFile(path), new TextEncoder().encode(text))
  for (const file of files) {
    await write(file, Array.from({ length: perFile }, (_, n) => `exports.h${n} = async () => ${n}\n`).join(''))
  }
  const functions = names.map(name => {
    const [, file, n] = name.split('-')
    const properties = `FunctionName: ${name}\n      CodeUri: src/\n      Handler: part${file}.h${n}\n      Runtime: nodejs24.x\n      MemorySize: 512`
    return `  Part${file}Function${n}:\n    Type: AWS::Serverless::Function\n    Properties:\n      ${properties}\n`
  })
  await write('template.yaml', `Transform: AWS::Serverless-2016-10-31\nResources:\n${functions.join('')}`)
}
