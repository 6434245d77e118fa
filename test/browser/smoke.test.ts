import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Workbench } from '../support/browser/workbench.ts'

const REPOSITORY = resolve(import.meta.dirname, '../..')
const VSIX = process.env['LAMBDA_LENS_VSIX'] ?? join(REPOSITORY, 'artifacts', 'lambda-lens.vsix')

describe('the packaged extension on the sample project', function () {
  this.timeout(180_000)

  let folder: string
  let workbench: Workbench

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-browser-'))
    await cp(join(REPOSITORY, 'media', 'sample'), folder, { recursive: true })
    workbench = await Workbench.open({ workspace: folder, vsix: resolve(VSIX) })
  })

  after(async () => {
    await workbench?.close()
    await rm(folder, { recursive: true, force: true })
  })

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return
    console.log(await workbench.server.extensionLog('lambda-lens.lambda-lens'))
    await workbench.screenshot(`failed/${this.currentTest.title.replaceAll(/\W+/g, '-')}`)
  })

  it('shows lenses over a handler', async () => {
    await workbench.openFile('src/orders/getOrder.js')
    await workbench.codeLens('Tune this function').first().waitFor()
    await workbench.screenshot('lenses')
  })

  it('leaves the console without errors', () => {
    assert.deepEqual(workbench.consoleErrors.messages, [])
  })
})
