import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Workbench, type WorkbenchOptions } from './workbench.ts'

const repository = resolve(import.meta.dirname, '../../..')
const vsix = process.env['LAMBDA_LENS_VSIX'] ?? join(repository, 'artifacts', 'lambda-lens.vsix')

/**
 * Gives a suite the workbench with the packaged extension on a fresh copy of `folder` (a path in the repository). A
 * test that fails leaves a screenshot and prints the extension's log.
 */
export function useWorkbench(
  folder: string,
  options: Partial<WorkbenchOptions> = { size: { width: 1600, height: 1000 } },
): () => Workbench {
  let copy: string
  let workbench: Workbench | undefined
  const current = () => {
    if (!workbench) throw new Error('The workbench did not open')
    return workbench
  }

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'lambda-lens-browser-'))
    await cp(join(repository, folder), copy, { recursive: true })
    workbench = await Workbench.open({ workspace: copy, vsix: resolve(vsix), ...options })
  })

  after(async () => {
    await workbench?.close()
    await rm(copy, { recursive: true, force: true })
  })

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return
    console.log(await current().server.extensionLog('lambda-lens.lambda-lens'))
    await current().screenshot(`failed/${this.currentTest.title.replaceAll(/\W+/g, '-')}`)
  })

  return current
}
