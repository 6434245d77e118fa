import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { type FunctionPackage, packageHandler } from '#bundle/functionPackage.ts'
import type { Deployment } from '#bundle/functionDeployer.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { runSettings } from '#handlers/runSettings.ts'

const root = join(import.meta.dirname, '../../../media/sample')

export interface SampleFunction extends Deployment {
  readonly event: unknown
}

const wrapInNode = (from: string, name: string) => `
import * as all from './${from}'
const handler = all.${name} ?? all.default.${name}
export const wrapped = async event => {
  const before = process.cpuUsage()
  try { return await handler(event) } finally {
    const { user, system } = process.cpuUsage(before)
    console.log('CPU ' + (user + system) / 1000 + ' ms')
  }
}`
const wrapInPython = (module: string, name: string) => `
import time
from ${module} import ${name} as handler
def wrapped(event, context):
    before = time.process_time()
    try:
        return handler(event, context)
    finally:
        print("CPU %.3f ms" % ((time.process_time() - before) * 1000))
`

/** Logs the CPU time of each call: the speed of a shared machine changes while it is measured. */
function withCpuTime({ zip, handler }: FunctionPackage): FunctionPackage {
  const files = unzipSync(zip)
  const [module = '', name = ''] = handler.split('.')
  const file = ['index.mjs', 'index.js'].find(candidate => candidate in files)
  const wrapper = file ? { 'wrap.mjs': wrapInNode(file, name) } : { 'wrap.py': wrapInPython(module, name) }
  const added = Object.fromEntries(Object.entries(wrapper).map(([path, text]) => [path, strToU8(text)]))
  return { zip: zipSync({ ...files, ...added }), handler: 'wrap.wrapped' }
}

/** What a call of such a function used, by its log. */
export function cpuMsOf(log: string): number {
  return Number(/CPU ([\d.]+) ms/.exec(log)?.[1] ?? Number.NaN)
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
    return { ...settings, ...withCpuTime(code), event }
  })
  return await Promise.all(found)
}

function eventOf(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}
