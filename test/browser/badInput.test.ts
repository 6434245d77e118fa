import assert from 'node:assert/strict'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import { TunePanelPage } from '../support/browser/tunePanel.ts'

const tuneCommand = 'Lambda Lens: Tune This Function'

/** Each gets a message that says what to do, and the rest goes on. */
describe('bad input', function () {
  this.timeout(300_000)
  const workbench = useWorkbench('test/fixtures/browser/badInput')

  /** Opens the panel of the handler in a file, with the empty event. */
  async function openPanel(file: string, functionName: string): Promise<TunePanelPage> {
    await workbench().runCommand('View: Close All Editors')
    await workbench().openFile(`src/${file}`)
    return await TunePanelPage.openByLens(workbench(), functionName, 'Empty event')
  }

  async function problemOf(panel: TunePanelPage): Promise<{ code: string | null; words: string }> {
    await panel.waitForPhase('failed')
    const problem = panel.part('problem')
    return { code: await problem.getAttribute('data-value'), words: await problem.innerText() }
  }

  it('no handler under the cursor', async () => {
    await workbench().openFile('src/plain.js')
    await workbench().runCommand(tuneCommand)
    await workbench()
      .notification(/no Lambda handler in this file.*template names/s)
      .waitFor()
    await workbench().screenshot('no-handler')
  })

  it('a payload that is not JSON', async () => {
    await workbench().openFile('src/busy.js')
    await workbench().codeLens('Tune this function').first().click()
    await workbench().pick('notJson.json')
    await workbench()
      .notification(/notJson\.json is not JSON/)
      .waitFor()
  })

  it('source that does not parse', async () => {
    await workbench().openFile('src/halfTyped.js')
    await workbench().codeLens('Tune this function').first().click()
    await workbench().pick('Empty event')
    await workbench()
      .notification(/halfTyped\.js cannot be bundled.*halfTyped\.js:3:1/s)
      .waitFor()
  })

  it('a handler that throws', async () => {
    const panel = await openPanel('throws.js', 'ThrowingFunction')
    await panel.part('start').click()
    const { code, words } = await problemOf(panel)
    assert.equal(code, 'handler-failed')
    assert.match(words, /TypeError: Cannot read properties of undefined.*Choose a payload/s)
    await workbench().screenshot('handler-throws')
  })

  it('a handler that exits: every size fails with its reason, and the sweep ends', async () => {
    const panel = await openPanel('exits.js', 'ExitingFunction')
    await panel.part('start').click()
    await panel.waitForPhase('done')
    await panel.waitForSize(128, 'failed')
    assert.match(await panel.part('row-128').innerText(), /Runtime\.ExitError/)
    assert.equal(await panel.part('restored').getAttribute('data-value'), 'true')
  })

  it('a handler that never ends', async () => {
    const panel = await openPanel('endless.js', 'EndlessFunction')
    await panel.part('start').click()
    await panel.waitForPhase('done')
    assert.match(await panel.part('row-3008').innerText(), /timed out after 1 s/)
    await workbench().screenshot('all-sizes-failed')
  })

  it('the lab killed from outside: told in the panel, and the next sweep has a new one', async () => {
    const panel = await openPanel('busy.js', 'BusyFunction')
    await panel.part('start').click()
    await panel.waitForAnySize('ok')
    const log = await workbench().server.extensionLog('lambda-lens.lambda-lens')
    const pid = Number([...log.matchAll(/The lab runs as process (\d+)/g)].at(-1)?.[1])
    process.kill(pid, 'SIGKILL')
    const { code, words } = await problemOf(panel)
    assert.equal(code, 'lab-ended')
    assert.match(words, /Measure again/)
    await panel.part('again').click()
    await panel.waitForPhase('running')
    await panel.waitForAnySize('ok')
    await panel.part('cancel').click()
    await panel.waitForPhase('cancelled')
  })
})
