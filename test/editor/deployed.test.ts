import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import * as vscode from 'vscode'
import { createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { type Lab, startLab } from '#lab/start.ts'
import { type AwsHome, makeAwsHome } from '../support/awsHome.ts'
import { lensTitles } from '../support/editor/lensTitles.ts'
import { until } from '../support/editor/workspace.ts'
import { logOf } from '../support/logLines.ts'
import { useEndpoint } from '../support/editor/awsLab.ts'

/** Deployed functions, in a lab that the extension takes for AWS. */
describe('lenses of deployed functions', () => {
  let home: AwsHome
  let folder: string
  let lab: Lab

  before(async () => {
    home = await makeAwsHome()
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-deployed-'))
    const now = Date.now()
    const calls = Array.from({ length: 200 }, (_, n) => ({
      time: now - 3_600_000 + n * 1000,
      durationMs: 100 + n,
      billedMs: 101 + n,
      memoryMb: 512,
      maxMemoryUsedMb: 90,
      status: 'success' as const,
      ...(n % 50 === 0 && { initMs: 300 }),
    }))
    const events = logOf('/aws/lambda/shop-orders', 'text', calls)
    const lines = events.map(({ group, stream, message, time }) => JSON.stringify([group, stream, message, time]))
    await writeFile(join(folder, 'logs.ndjson'), `${lines.join('\n')}\n`)
    const extension = vscode.extensions.getExtension('lambda-lens.lambda-lens') ?? assert.fail('no extension')
    lab = await startLab({ script: join(extension.extensionPath, 'dist', 'lab.js'), dataFolder: folder })
    await deploy(lab, ['shop-orders', 'shop-quiet'])
    const { accessKeyId, secretAccessKey } = lab.credentials
    await home.write(
      'config',
      `[default]\nregion = ${lab.region}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    )
    await useEndpoint(lab.endpoint)
  })

  after(async () => {
    await useEndpoint(undefined)
    await lab?.stop()
    await home?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('tell how they ran, by their logs', async () => {
    const [title] = await until(
      () => lensTitles('src/orders.js'),
      titles => titles.some(one => one.startsWith('p99')),
    )
    assert.match(title ?? '', /^p99 29\d ms · init 300 ms, 2 % cold · \$[\d.]+ per 1M$/)
  })

  it('say when there were no calls', async () => {
    await until(
      () => lensTitles('src/quiet.js'),
      titles => titles[0] === 'No calls in the last 24 h',
    )
  })

  it('keep what they know, and say so, when AWS does not answer', async () => {
    await lab.stop()
    await vscode.commands.executeCommand('lambdaLens.refreshStatistics')
    await until(
      () => lensTitles('src/orders.js'),
      titles => /^p99 29\d ms \(\d+ (s|min) old: AWS did not answer\)$/.test(titles[0] ?? ''),
    )
  })
})

async function deploy({ endpoint, region, credentials }: Lab, names: readonly string[]): Promise<void> {
  const clients = createClients({ endpoint, region, credentials })
  const deployer = lambdaDeployer(clients)
  const zip = zipSync({ 'index.js': strToU8('exports.handler = async () => 1') })
  for (const name of names) {
    await deployer.deploy(
      {
        name,
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        zip,
        memoryMb: 512,
        timeoutSeconds: 3,
        environment: {},
        architecture: 'x86_64',
      },
      new AbortController().signal,
    )
  }
  clients.destroy()
}
