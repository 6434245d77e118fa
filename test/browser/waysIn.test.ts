import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import { TunePanelPage } from '../support/browser/tunePanel.ts'

describe('the ways to a sweep', function () {
  this.timeout(300_000)
  const workbench = useWorkbench('media/sample')

  async function openSource(path: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors')
    await workbench().openFile(path)
    await workbench().codeLens('Tune this function').first().waitFor()
  }

  it('from the palette, for the handler under the cursor', async () => {
    await openSource('src/shipping/quote.ts')
    await workbench().runCommand('Lambda Lens: Tune This Function')
    await workbench().pick('quote.json')
    const panel = await TunePanelPage.find(workbench(), 'QuoteFunction')
    assert.equal(await panel.phase(), 'planning')
  })

  it("from the editor's context menu", async () => {
    await openSource('src/reports/monthlySales.js')
    await workbench()
      .page.locator('.view-lines')
      .first()
      .click({ button: 'right', position: { x: 40, y: 40 } })
    await workbench().chooseInMenu('Tune This Function')
    await workbench().pick('monthlySales.json')
    await TunePanelPage.find(workbench(), 'MonthlySalesFunction')
  })

  it('closing the panel ends the sweep and puts the function back', async () => {
    await openSource('src/images/thumbnail.js')
    const panel = await TunePanelPage.openByLens(workbench(), 'ThumbnailFunction', 'thumbnail.json')
    await panel.part('start').click()
    await panel.waitForAnySize('ok')
    await openSource('src/images/thumbnail.js')
    const again = await TunePanelPage.openByLens(workbench(), 'ThumbnailFunction', 'thumbnail.json')
    await again.frame.getByText('256 MB now').first().waitFor()
    await again.part('start').click()
    await again.waitForAnySize('ok')
    await again.part('cancel').click()
    await again.waitForPhase('cancelled')
    assert.equal(await again.part('restored').getAttribute('data-value'), 'true')
  })

  it('Open Sample Project copies the sample to a folder of the choice and opens it', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'lambda-lens-parent-'))
    try {
      await workbench().runCommand('Lambda Lens: Open Sample Project')
      const input = workbench().page.locator('.quick-input-widget input').first()
      await input.fill(`${parent}/`)
      await workbench().page.locator('.quick-input-widget').getByText('Put the Sample Here').click()
      await workbench().page.locator('.explorer-folders-view').getByText('template.yaml').waitFor()
      await workbench().page.getByText('lambda-lens-sample').first().waitFor()
      const copied = await readFile(join(parent, 'lambda-lens-sample', 'template.yaml'), 'utf8')
      assert.match(copied, /ThumbnailFunction/)
    } finally {
      await rm(parent, { recursive: true, force: true })
    }
  })
})

describe('an untrusted workspace', function () {
  this.timeout(300_000)
  const workbench = useWorkbench('media/sample', { workspaceTrust: true })

  it('has its handlers shown and nothing of it run', async () => {
    await workbench().openFile('src/images/thumbnail.js')
    await workbench().codeLens('Tune this function').first().click()
    await workbench()
      .notification(/not trusted, so none of its code is run/)
      .waitFor()
    const log = await workbench().server.extensionLog('lambda-lens.lambda-lens')
    assert.doesNotMatch(log, /The lab runs/)
  })
})
