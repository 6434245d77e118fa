import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import * as vscode from 'vscode'
import { createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { type Lab, startLab } from '#lab/start.ts'
import { type AwsHome, makeAwsHome } from '../awsHome.ts'
import { FaultyProxy } from '../faultyProxy.ts'
import type { LoggedEvent } from '../loggedLab.ts'

/** A lab that the extension takes for AWS, behind a proxy, with functions that have logs. */
export interface AwsLab {
  readonly home: AwsHome
  readonly lab: Lab
  readonly proxy: FaultyProxy
  /** Keys of the lab under the names of profiles. */
  profile(name: string, more?: string): string
  close(): Promise<void>
}

export async function startAwsLab(names: readonly string[], events: readonly LoggedEvent[]): Promise<AwsLab> {
  const home = await makeAwsHome()
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-aws-'))
  const lines = events.map(({ group, stream, message, time }) => JSON.stringify([group, stream, message, time]))
  await writeFile(join(folder, 'logs.ndjson'), `${lines.join('\n')}\n`)
  const extension = vscode.extensions.getExtension('lambda-lens.lambda-lens') ?? assert.fail('no extension')
  const lab = await startLab({ script: join(extension.extensionPath, 'dist', 'lab.js'), dataFolder: folder })
  const proxy = await FaultyProxy.before(lab)
  await deploy(lab, names)
  const { accessKeyId, secretAccessKey } = lab.credentials
  const profile = (section: string, more = '') =>
    `[${section}]\nregion = ${lab.region}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${more}`
  await home.write('config', profile('default'))
  await useEndpoint(proxy.endpoint)
  return {
    home,
    lab,
    proxy,
    profile,
    async close() {
      await useEndpoint(undefined)
      proxy.release()
      await proxy.close()
      await lab.stop()
      await home.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function deploy({ endpoint, region, credentials }: Lab, names: readonly string[]): Promise<void> {
  const clients = createClients({ endpoint, region, credentials })
  const deployer = lambdaDeployer(clients)
  const zip = zipSync({ 'index.js': strToU8('exports.handler = async () => 1') })
  const settings = { runtime: 'nodejs24.x', handler: 'index.handler', memoryMb: 512, timeoutSeconds: 3 } as const
  const waiting = [...names]
  const next = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const deployment = { ...settings, name, zip, environment: {}, architecture: 'x86_64' } as const
      await deployer.deploy(deployment, new AbortController().signal)
    }
  }
  await Promise.all(Array.from({ length: 8 }, next))
  clients.destroy()
}

export async function useEndpoint(endpoint: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('lambdaLens')
  await settings.update('aws.endpoint', endpoint, vscode.ConfigurationTarget.Global)
}
