import assert from 'node:assert/strict'
import { TunePanelPage } from '../support/browser/tunePanel.ts'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import type { Workbench } from '../support/browser/workbench.ts'

/** Journeys 1 and 5: the packaged extension, the sample project, the lab. */
describe('tuning a function of the sample project', function () {
  this.timeout(400_000)
  const current = useWorkbench('media/sample')
  let workbench: Workbench
  beforeEach(() => {
    workbench = current()
  })

  it('begins at the lens over the handler, which has no figures yet', async () => {
    await workbench.openFile('src/images/thumbnail.js')
    await workbench.codeLens('No calls in the lab yet').first().waitFor()
    await workbench.codeLens('Tune this function').first().waitFor()
    await workbench.screenshot('lens-before-dark')
  })

  it('shows the plan before anything is touched', async () => {
    const panel = await TunePanelPage.openByLens(workbench, 'ThumbnailFunction', 'thumbnail.json')
    assert.equal(await panel.phase(), 'planning')
    await panel.frame.getByRole('button', { name: 'Change the sizes' }).click()
    await workbench.typeInput('128, 256, 512, 1024, 1769')
    await panel.frame.getByText('Puts 256 MB back').waitFor()
    await workbench.screenshot('plan-dark')
  })

  it('measures in the lab that duration falls with memory', async () => {
    const panel = await TunePanelPage.find(workbench, 'ThumbnailFunction')
    await panel.part('start').click()
    await panel.waitForPhase('running')
    await panel.waitForAnySize('ok')
    await workbench.screenshot('sweep-dark')
    await panel.waitForPhase('done')
    const medians = await panel.column('p50Ms')
    // The planner need not call every size, but two of which one has at least twice the memory, and the one of now.
    const sizes = [...medians.keys()]
    assert.ok(medians.has(256), `sizes: ${sizes.join()}`)
    const pairs = sizes.flatMap(small =>
      sizes.filter(large => large >= 2 * small).map(large => [small, large] as const),
    )
    assert.ok(pairs.length > 0, `sizes: ${sizes.join()}`)
    for (const [small, large] of pairs) {
      assert.ok((medians.get(small) ?? 0) > (medians.get(large) ?? 0), `p50 by size: ${JSON.stringify([...medians])}`)
    }
    assert.match(await panel.part('recommendation').innerText(), /MB/)
    assert.equal(await panel.part('restored').getAttribute('data-value'), 'true')
    await workbench.screenshot('done-dark')
  })

  it('has p99 and init in the lens afterwards', async () => {
    const lens = workbench.codeLens(/p99 [\d.]+ m?s · init [\d.]+ m?s, [\d.]+ % cold · \$[\d.]+ per 1M/)
    await lens.first().waitFor()
    await workbench.screenshot('lens-after-dark')
  })

  it('looks right in light themes and in high contrast, narrow and wide', async () => {
    const panel = await TunePanelPage.find(workbench, 'ThumbnailFunction')
    await workbench.useTheme('light')
    await workbench.screenshot('done-light')
    await workbench.useTheme('highContrast')
    await workbench.screenshot('done-high-contrast')
    await panel.part('phase').click()
    await workbench.runCommand('View: Toggle Maximize Editor Group')
    await workbench.screenshot('done-wide-high-contrast')
    await workbench.useTheme('highContrastLight')
    await workbench.screenshot('done-wide-high-contrast-light')
    await workbench.useTheme('light')
    await workbench.screenshot('done-wide-light')
    await workbench.useTheme('dark')
    await workbench.screenshot('done-wide-dark')
    await panel.part('phase').click()
    await workbench.runCommand('View: Toggle Maximize Editor Group')
  })

  it('is cancelled at once, and keeps what was measured', async () => {
    const panel = await TunePanelPage.find(workbench, 'ThumbnailFunction')
    await panel.part('again').click()
    await panel.waitForPhase('running')
    await panel.waitForAnySize('ok')
    await panel.part('cancel').click()
    await panel.waitForPhase('cancelled')
    assert.equal(await panel.part('restored').getAttribute('data-value'), 'true')
    await workbench.screenshot('cancelled-dark')
  })

  it('leaves the console without errors', () => {
    assert.deepEqual(workbench.consoleErrors.messages, [])
  })
})
