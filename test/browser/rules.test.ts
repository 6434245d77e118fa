import assert from 'node:assert/strict'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import type { Workbench } from '../support/browser/workbench.ts'

/** Journey 3: a squiggle, its fix, and what the fix saves. */
describe('repairing a function of the sample project', function () {
  this.timeout(400_000)
  const current = useWorkbench('media/sample')
  let workbench: Workbench
  beforeEach(() => {
    workbench = current()
  })

  const client = () => workbench.page.locator('.view-lines').getByText('OrdersClient({')
  const measure = 'Measure this fix in the lab'

  /** The menu closes again when lenses move the line meanwhile. */
  async function quickFixes() {
    const menu = workbench.page.locator('.action-widget')
    for (;;) {
      await workbench.page.keyboard.press('Control+.')
      const isOpen = menu.getByText(measure).first().waitFor({ timeout: 10_000 })
      if (
        await isOpen.then(
          () => true,
          () => false,
        )
      )
        return menu
    }
  }

  it('marks the client that is made on every call, and says why', async () => {
    await workbench.openFile('src/orders/getOrder.js')
    await workbench.page.locator('.squiggly-info').first().waitFor()
    await client().first().hover()
    await workbench.page.getByText('A new OrdersClient is made on every call').first().waitFor()
    await workbench.screenshot('finding-dark')
    await workbench.page.keyboard.press('Escape')
  })

  it('measures in the lab what the fix saves, before anything is written', async () => {
    await client().first().click()
    const menu = await quickFixes()
    await workbench.screenshot('quick-fixes-dark')
    await menu.getByText(measure).first().click()
    await workbench.pick('getOrder.json')
    const told = workbench.notification(/warm p50 .* → .*/)
    await told.waitFor({ timeout: 200_000 })
    await workbench.screenshot('fix-measured-dark')
    assert.match(await told.innerText(), /init .* → .*; memory/)
    assert.ok((await workbench.page.locator('.squiggly-info').count()) > 0)
  })

  it('writes it when the user says so', async () => {
    await workbench.page.getByRole('button', { name: 'Apply the Fix' }).click()
    await workbench.page.locator('.squiggly-info').first().waitFor({ state: 'detached' })
    await workbench.useTheme('light')
    await workbench.screenshot('fix-applied-light')
  })
})
