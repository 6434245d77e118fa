import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { seededRandom } from '#common/random.ts'
import { Workbench } from '../support/browser/workbench.ts'
import { FaultyProxy, metricsOf } from '../support/faultyProxy.ts'
import { type LoggedLab, startLoggedLab } from '../support/loggedLab.ts'
import { logOf } from '../support/logLines.ts'

const repository = resolve(import.meta.dirname, '../..')
const vsix = process.env['LAMBDA_LENS_VSIX'] ?? join(repository, 'artifacts', 'lambda-lens.vsix')
const hourMs = 3_600_000

/** Calls of the last hours, slower since a change three hours ago. */
function calls(now: number, count: number, ms: number, seed: number) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const time = now - 5.9 * hourMs + (n * 5.8 * hourMs) / count
    const durationMs = (time < now - 3 * hourMs ? ms : ms * 1.3) * Math.exp(random() / 2)
    const isCold = n % 40 === 0
    const billedMs = Math.ceil(durationMs + (isCold ? 431 : 0))
    const call = { time, durationMs, billedMs, memoryMb: 512, maxMemoryUsedMb: 110, status: 'success' as const }
    return isCold ? { ...call, initMs: 431 } : call
  })
}

/** Journey 2 with the packaged extension: deployed functions, as a user sees them. */
describe('deployed functions in the workbench', function () {
  this.timeout(300_000)
  let workbench: Workbench
  let lab: LoggedLab
  let proxy: FaultyProxy
  let folder: string

  before(async () => {
    const now = Date.now()
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-running-'))
    const workspace = join(folder, 'shop')
    await cp(join(repository, 'test/fixtures/editor/running'), workspace, { recursive: true })
    lab = await startLoggedLab([
      ...logOf('/aws/lambda/shop-orders', 'text', calls(now, 4000, 420, 1)),
      ...logOf('/aws/lambda/shop-refunds', 'json', calls(now, 900, 90, 2)),
    ])
    for (const name of ['shop-orders', 'shop-refunds', 'shop-quiet']) await lab.create(name)
    const { region, credentials } = lab.lab.lab
    proxy = await FaultyProxy.before(lab.lab.lab)
    proxy.answer = request => metricsOf(request, [0.8e9, 0.02e9])
    const changed = `"LastModified":"${new Date(now - 3 * hourMs).toISOString().replace('Z', '+0000')}"`
    proxy.rewrite = (_, answer) => answer.replaceAll(/"LastModified":"[^"]*"/g, changed)
    const config = join(folder, 'config')
    const { accessKeyId, secretAccessKey } = credentials
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}`
    await writeFile(config, `[profile work]\nregion = ${region}\n${keys}\n`)
    const env = { AWS_CONFIG_FILE: config, AWS_PROFILE: 'work', AWS_ENDPOINT_URL: proxy.endpoint }
    workbench = await Workbench.open({ workspace, vsix: resolve(vsix), env, size: { width: 1400, height: 900 } })
  })

  after(async () => {
    await workbench?.close()
    await proxy?.close()
    await lab?.close()
    await rm(folder, { recursive: true, force: true })
  })

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return
    console.log(await workbench.server.extensionLog('lambda-lens.lambda-lens'))
    await workbench.screenshot(`failed/${this.currentTest.title.replaceAll(/\W+/g, '-')}`)
  })

  it('have p99 with its change since the last deployment over the handler', async () => {
    await workbench.openFile('src/orders.js')
    await workbench.codeLens(/p99 \d+ ms ▲ \d+ % since its last change 3 h ago · init 431 ms/).waitFor()
    await workbench.screenshot('running-lens-dark')
  })

  it('have a table with links in the hover over the name', async () => {
    await hover()
    await workbench.screenshot('running-hover-dark')
    const links = await hoverWidget().getByRole('link').allInnerTexts()
    assert.deepEqual(links, ['Report', 'Read again', 'Function in the console', 'Log in the console'])
  })

  it('are in the view of functions, the dearest on top', async () => {
    await workbench.page.keyboard.press('Escape')
    await workbench.runCommand('Explorer: Focus on Lambda Lens: Functions View')
    await row(/OrdersFunction.*p99 .* a day \+ \$/).waitFor()
    await row(/AuditFunction.*Not linked to a deployed function/).waitFor()
    const names = await rows().allInnerTexts()
    assert.match(names[0] ?? '', /^OrdersFunction/)
    await workbench.screenshot('running-view-dark')
  })

  it('lead from the view to the handler', async () => {
    // They are sorted anew while their figures come.
    await rows().nth(1).filter({ hasText: 'RefundsFunction' }).waitFor()
    await row(/RefundsFunction/).click()
    await workbench.page.locator('.tab.active', { hasText: 'refunds.js' }).waitFor()
    await workbench.openFile('src/orders.js')
  })

  it('have profile, link and log in the status of the language', async () => {
    await workbench.page.locator('[id="status.languageStatus"]').click()
    const panel = workbench.page.locator('.hover-language-status', { hasText: 'work · us-east-1' }).first()
    await panel.waitFor()
    await workbench.page.locator('.hover-language-status', { hasText: 'shop-orders' }).first().waitFor()
    await workbench.screenshot('running-status-dark')
    await workbench.page.keyboard.press('Escape')
  })

  const rows = () => workbench.page.locator('.pane', { hasText: 'Lambda Lens: Functions' }).locator('.monaco-list-row')
  const row = (text: RegExp) => rows().filter({ hasText: text }).first()
  const hoverWidget = () => workbench.page.locator('.monaco-hover', { hasText: 'duration' }).first()

  async function hover(): Promise<void> {
    await workbench.page.locator('.view-line', { hasText: 'exports.handler' }).getByText('handler').first().hover()
    await hoverWidget().locator('table').waitFor()
  }
})
