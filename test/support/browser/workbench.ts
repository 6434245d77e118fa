import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { chromium, type Browser, type Frame, type Locator, type Page } from 'playwright-core'
import { findBrowser } from '../../../scripts/host/browser.ts'
import { installVscodeServer } from '../../../scripts/host/vscodeInstall.ts'
import { type ServerOptions, startVscodeServer, type VscodeServer } from '../../../scripts/host/vscodeServer.ts'
import { ConsoleErrors } from './consoleErrors.ts'

const ARTIFACTS = resolve(import.meta.dirname, '../../../artifacts')
const TIMEOUT_MS = 90_000

const THEMES = {
  light: { id: 'Light Modern', label: 'Light Modern', kind: 'vs' },
  dark: { id: 'Dark Modern', label: 'Dark Modern', kind: 'vs-dark' },
  highContrast: { id: 'Default High Contrast', label: 'Dark High Contrast', kind: 'hc-black' },
  highContrastLight: { id: 'Default High Contrast Light', label: 'Light High Contrast', kind: 'hc-light' },
} as const

export type Theme = keyof typeof THEMES

export interface WorkbenchOptions extends Omit<ServerOptions, 'vscodeFolder' | 'developmentArguments' | 'port'> {
  readonly workspace: string
  readonly theme?: Theme
  readonly size?: { readonly width: number; readonly height: number }
}

/** VS Code's real workbench in a headless browser. Every method waits for what it promises, or fails after 30 s. */
export class Workbench {
  readonly page: Page
  /** The folder or file that is open in it. */
  readonly workspace: string
  /** Errors in the browser's console that the bare workbench does not show by itself. */
  readonly consoleErrors: ConsoleErrors
  readonly server: VscodeServer
  readonly #browser: Browser

  private constructor(server: VscodeServer, browser: Browser, page: Page, workspace: string) {
    this.workspace = workspace
    this.server = server
    this.#browser = browser
    this.page = page
    this.consoleErrors = new ConsoleErrors(page)
  }

  /** Starts a server with the extension, opens the folder and waits until the workbench stands. */
  static async open({
    theme = 'dark',
    size,
    workspace,
    userSettings,
    ...options
  }: WorkbenchOptions): Promise<Workbench> {
    const vscodeFolder = await installVscodeServer({ log: line => process.stderr.write(`${line}\n`) })
    const settings = { ...userSettings, 'workbench.colorTheme': THEMES[theme].id }
    const server = await startVscodeServer({ ...options, vscodeFolder, userSettings: settings })
    let browser: Browser | undefined
    try {
      browser = await chromium.launch(await findBrowser())
      const page = await browser.newPage({ viewport: size ?? { width: 1280, height: 800 } })
      page.setDefaultTimeout(TIMEOUT_MS)
      const workbench = new Workbench(server, browser, page, workspace)
      await page.goto(server.url({ workspace }))
      await workbench.#stands(theme)
      return workbench
    } catch (error) {
      await browser?.close()
      await server.stop()
      throw error
    }
  }

  async #stands(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${THEMES[theme].kind}`).waitFor()
    await this.page.locator('.statusbar-item').first().waitFor()
  }

  /** Runs a command of the palette by its whole title, `Category: Title`. */
  async runCommand(title: string): Promise<void> {
    await this.#quickOpen(`>${title}`)
    await this.#row(title).click()
  }

  /** Opens a file by its path within the workspace and waits for its editor. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1)
    await this.#quickOpen(path)
    await this.#row(name).click()
    await this.page.locator('.editor-instance .view-lines').first().waitFor()
    await this.page.locator('.tab.active', { hasText: name }).waitFor()
  }

  /** Lenses that show this text; click one to run its command. */
  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text })
  }

  /** Chooses an entry of the open context menu, which takes no click in its first moments. */
  async chooseInMenu(label: string): Promise<void> {
    const entry = this.page.locator('.context-view').getByText(label)
    await entry.waitFor()
    while (await entry.isVisible()) {
      await entry.click({ timeout: 5000 }).catch(() => undefined)
      await entry.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined)
    }
  }

  /** Chooses an entry of the open quick pick by the beginning of its label. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click()
  }

  /** Answers an input box, not the filter of a quick pick that may still be closing. */
  async typeInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:not(:has(.quick-input-list:visible)) .quick-input-box input')
    await input.fill(text)
    await input.press('Enter')
  }

  /** The document of the webview panel with this title, once its body is there. */
  async webviewFrame(title: string): Promise<Frame> {
    const inner = this.page.frameLocator('iframe.webview.ready').locator(`iframe#active-frame[title="${title}"]`)
    await inner.waitFor()
    const frame = await (await inner.elementHandle())?.contentFrame()
    if (!frame) throw new Error(`The webview "${title}" went away`)
    await frame.locator('body').waitFor({ state: 'attached' })
    return frame
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text })
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item', { hasText: text })
  }

  async useTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme')
    await this.#filter(THEMES[theme].label)
    await this.#row(THEMES[theme].label).click()
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
    await this.#stands(theme)
  }

  /** Saves `artifacts/<name>.png`; returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(ARTIFACTS, `${name}.png`)
    await mkdir(dirname(path), { recursive: true })
    await this.page.screenshot({ path })
    return path
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.server.stop()
  }

  async #quickOpen(text: string): Promise<void> {
    await this.page.keyboard.press('F1')
    await this.#filter(text)
  }

  async #filter(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget .quick-input-box input').fill(text)
  }

  #row(label: string): Locator {
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^=${JSON.stringify(label)}]`).first()
  }
}
