import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { localBundles } from '#bundle/localBundles.ts'
import type { BenchProject } from './benchProject.ts'

/** A tool that tells what imports cost. */
export interface ImportTool {
  /** Resolves with the number of figures; `onFirst` is called with the first. */
  figures(entry: string, text: string, onFirst: () => void): Promise<number>
  close(): void
}

const { signal } = new AbortController()

export function lambdaLens(project: BenchProject): ImportTool {
  const weigher = localBundles({ shippedEsbuild: () => import('esbuild'), ownsEsbuild: true })
  return {
    async figures(entry, text, onFirst) {
      const request = { ...project.request(entry), unsaved: text }
      const weighing = await weigher.weigh(request, signal, ({ imports }) => imports && onFirst())
      if ('problem' in weighing) throw new Error(weighing.problem.text)
      return weighing.report.imports?.length ?? 0
    },
    close: () => weigher.dispose(),
  }
}

/**
 * The npm package import-cost, installed in a folder, as its extension for VS Code calls it. Of two modules that it wants from that extension
 * stand-ins lie in the folder that `NODE_PATH` names.
 */
export function importCost(project: BenchProject, installed: string): ImportTool {
  const tool: unknown = createRequire(join(installed, 'any.js'))('import-cost')
  if (!isImportCost(tool)) throw new Error('import-cost has another shape.')
  return {
    figures: (entry, text, onFirst) =>
      new Promise((resolve, reject) => {
        const file = join(project.root, entry)
        const emitter = tool.importCost(file, text, 'javascript', { maxCallTime: Infinity, concurrent: true })
        emitter.once('calculated', onFirst)
        emitter.once('done', (imports: readonly unknown[]) => resolve(imports.length))
        emitter.once('error', reject)
      }),
    close: () => tool.cleanup(),
  }
}

interface ImportCost {
  importCost(file: string, text: string, language: string, config: object): EventEmitter
  cleanup(): void
}

function isImportCost(found: unknown): found is ImportCost {
  return typeof found === 'object' && found !== null && 'importCost' in found && 'cleanup' in found
}

/** What import-cost expects of the editor that it runs in. */
export async function writeStandIns(folder: string): Promise<void> {
  const modules = {
    'vscode-uri': 'exports.URI = { file: path => ({ fsPath: path }) }',
    'native-fs-adapter': `
      const { readFile, writeFile, rm, stat } = require('node:fs/promises')
      exports.readFile = ({ fsPath }) => readFile(fsPath)
      exports.writeFile = ({ fsPath }, content) => writeFile(fsPath, content)
      exports.delete = ({ fsPath }) => rm(fsPath)
      exports.stat = async ({ fsPath }) => {
        const stats = await stat(fsPath)
        return { size: stats.size, ctime: stats.ctimeMs, mtime: stats.mtimeMs, type: stats.isDirectory() ? 2 : 1 }
      }`,
  }
  for (const [name, text] of Object.entries(modules)) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'index.js'), text)
  }
}
