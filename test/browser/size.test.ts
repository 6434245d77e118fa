import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { useWorkbench } from '../support/browser/testWorkbench.ts'
import type { Workbench } from '../support/browser/workbench.ts'

const repository = resolve(import.meta.dirname, '../..')
const folder = 'artifacts/size-project'

const handler = `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import lodash from 'lodash'
import { parse } from 'yaml'
import { createHash } from 'node:crypto'
import { rates } from './rates.mjs'

const client = new LambdaClient({})

export const handler = async event => {
  if (event.kind === 'yaml') return parse(event.body)
  const id = createHash('sha1').update(event.body).digest('hex')
  await client.send(new InvokeCommand({ FunctionName: 'orders', Payload: event.body }))
  return lodash.merge({ id }, rates)
}
`

/** A project with packages of Lambda Lens itself, in a repository of its own with one commit. */
async function writeProject(): Promise<void> {
  const root = join(repository, folder)
  const files = {
    '.gitignore': 'node_modules\n',
    'package.json': '{"name":"orders","private":true}',
    'template.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties: { EntryPoints: [src/orders.mjs], Minify: true }
    Properties: { Handler: src/orders.handler, Runtime: nodejs24.x, MemorySize: 512 }
`,
    'src/rates.mjs': 'export const rates = { eur: 1, usd: 1.1 }\n',
    'src/orders.mjs': handler.replace("import { parse } from 'yaml'\n", '').replace(/.*kind === 'yaml'.*\n/, ''),
  }
  await rm(root, { recursive: true, force: true })
  await mkdir(join(root, 'src'), { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text)
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'))
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' })
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', 'commit', '-qm', 'first')
  await writeFile(join(root, 'src/orders.mjs'), handler)
}

/** Journey 4: what a handler ships, and why. */
describe('weighing a function', function () {
  this.timeout(400_000)
  before(writeProject)
  const current = useWorkbench(folder, { size: { width: 1400, height: 900 } })
  let workbench: Workbench
  beforeEach(() => {
    workbench = current()
  })
  after(async () => await rm(join(repository, folder), { recursive: true, force: true }))

  const lines = () => workbench.page.locator('.view-lines')
  /** The editor writes hints with spaces that do not break. */
  const hint = () => lines().getByText(/^[\d.]+\skB/)
  const status = () => workbench.statusItem(/kB · zip \d/)

  it('tells its size in the status bar and at its imports', async () => {
    await workbench.openFile('src/orders.mjs')
    await status().waitFor()
    await hint().nth(1).waitFor()
    await workbench.screenshot('size-dark')
    const [own, cursor] = await Promise.all([status(), workbench.statusItem(/Ln \d/)].map(item => item.boundingBox()))
    assert.ok(own && cursor && own.x < cursor.x && cursor.x - own.x - own.width < 20, 'beside what is told of the file')
  })

  it('has the largest packages, the change and the limits in its tooltip', async () => {
    await status().hover()
    const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({ hasText: 'Minified bundle' })
    await hover.first().waitFor()
    await hover.first().getByText('Since the last commit').waitFor()
    await workbench.screenshot('size-tooltip-dark')
    await workbench.page.mouse.move(300, 500)
  })

  it('tells more of an import that the mouse is on', async () => {
    await hint().first().hover()
    await workbench.page.getByText('With all that it needs').first().waitFor()
    await workbench.screenshot('size-import-dark')
    await workbench.page.keyboard.press('Escape')
    await workbench.page.mouse.move(300, 500)
  })

  it('answers why a package is in there', async () => {
    await workbench.runCommand('Lambda Lens: Why Is This in My Bundle?')
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor()
    await workbench.screenshot('size-why-dark')
    await workbench.pick('yaml')
    const way = workbench.page.locator('.quick-input-widget').getByText('The way to yaml')
    const isAsked = await way.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    )
    if (isAsked) await workbench.page.keyboard.press('Enter')
    await workbench.statusItem(/Ln 3,/).waitFor()
  })

  it('measures its init, and says so in a light theme', async () => {
    await workbench.runCommand('Lambda Lens: Profile Init')
    await workbench.notification(/Init \d+ ms/).waitFor({ timeout: 200_000 })
    await workbench.useTheme('light')
    await lines()
      .getByText(/kB\s·\s[\d.]+\sms\sinit/)
      .first()
      .waitFor()
    await workbench.screenshot('size-profiled-light')
    await status().hover()
    await workbench.page.getByText('Tried on a copy').first().waitFor()
    await workbench.screenshot('size-profiled-tooltip-light')
    await workbench.page.mouse.move(300, 500)
  })

  it('has a report, to which a click on a hint leads', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications')
    await hint()
      .first()
      .click({ modifiers: ['Control'] })
    const page = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame')
    await page.getByText('What would help').waitFor()
    assert.match(await page.locator('body').innerText(), /Since the last commit\s+\+/)
    await workbench.screenshot('size-report-light')
  })
})
