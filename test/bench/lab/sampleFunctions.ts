import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { packageHandler } from '#bundle/functionPackage.ts'
import type { Deployment } from '#bundle/functionDeployer.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { runSettings } from '#handlers/runSettings.ts'

const root = join(import.meta.dirname, '../../../media/sample')

export interface SampleFunction extends Deployment {
  readonly event: unknown
}

/** The functions of the sample project with their events, packaged as the product packages them. */
export async function sampleFunctions(): Promise<readonly SampleFunction[]> {
  const { signal } = new AbortController()
  const { handlers, definitions } = await indexProject(nodeProjectFiles(root), signal)
  const found = handlers.map(async handler => {
    const key = handler.definition
    const definition = definitions.find(one => one.template === key?.template && one.logicalId === key.logicalId)
    if (!definition) throw new Error(`No definition of ${handler.file}`)
    const settings = runSettings(handler, definition)
    const { codeFolder } = definition
    const source = { ...handler, root, runtime: settings.runtime, ...(codeFolder === undefined ? {} : { codeFolder }) }
    const code = await packageHandler(
      source,
      esbuildBundler(() => import('esbuild')),
      signal,
    )
    const name = definition.logicalId.replace('Function', '')
    const event: unknown = JSON.parse(readFileSync(join(root, 'events', `${eventOf(name)}.json`), 'utf8'))
    return { ...settings, ...code, event }
  })
  return await Promise.all(found)
}

function eventOf(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}
