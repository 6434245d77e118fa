import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { findBrowser } from './browser.ts'
import { installVscodeServer } from './vscodeInstall.ts'
import { startVscodeServer, type VscodeServer } from './vscodeServer.ts'
import type { EditorHost, SuiteRun } from './editorHost.ts'

const SUITE_TIMEOUT_MS = 300_000
const POLL_MS = 100

/** VS Code's server with its workbench in a headless browser: the same extension host, no display, no download. */
export async function openServerHost(extension: string, log: (line: string) => void): Promise<EditorHost> {
  const vscodeFolder = await installVscodeServer({ log })
  const browserOptions = await findBrowser()
  const server = await startVscodeServer({ vscodeFolder, developmentArguments: true })
  const browser = await chromium.launch(browserOptions).catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  return {
    name: "VS Code's server and a headless browser",
    async runSuite(run) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      const { workspace, suiteFile: extensionTestsPath } = run
      await page.goto(server.url({ workspace, extensionDevelopmentPath: extension, extensionTestsPath }))
      if (!(await appears(run.resultFile))) log(await describeSilence(page, server, run))
      await page.close()
    },
    async close() {
      await browser.close()
      await server.stop()
    },
  }
}

async function appears(file: string): Promise<boolean> {
  const deadline = Date.now() + SUITE_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (existsSync(file)) return true
    await delay(POLL_MS)
  }
  return false
}

async function describeSilence(page: Page, server: VscodeServer, { name }: SuiteRun): Promise<string> {
  const folder = join(import.meta.dirname, '../../artifacts')
  const screenshot = join(folder, `editor-${name}.png`)
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: screenshot })
  return `No result after ${SUITE_TIMEOUT_MS / 1000} s; see ${screenshot}. The server printed:\n${server.output()}`
}
