import type { Frame, Locator } from 'playwright-core'
import type { Workbench } from './workbench.ts'

const sweepTimeoutMs = 240_000

/** The Tune panel as a user meets it. */
export class TunePanelPage {
  readonly frame: Frame

  private constructor(frame: Frame) {
    this.frame = frame
  }

  /** Clicks the lens of the handler in the active editor, chooses the payload, and waits for the plan. */
  static async openByLens(workbench: Workbench, functionName: string, payload: string): Promise<TunePanelPage> {
    await workbench.codeLens('Tune this function').first().click()
    await workbench.pick(payload)
    return await TunePanelPage.find(workbench, functionName)
  }

  static async find(workbench: Workbench, functionName: string): Promise<TunePanelPage> {
    const page = new TunePanelPage(await workbench.webviewFrame(`Tune ${functionName}`))
    await page.part('phase').waitFor()
    return page
  }

  part(testId: string): Locator {
    return this.frame.getByTestId(testId)
  }

  async phase(): Promise<string | null> {
    return await this.part('phase').getAttribute('data-value')
  }

  async waitForPhase(phase: string): Promise<void> {
    const reached = this.frame.locator(`[data-testid="phase"][data-value="${phase}"]`)
    await reached.waitFor({ timeout: sweepTimeoutMs })
  }

  /** `ok` once a size has a warm sample; `failed` once it is given up. */
  async waitForSize(memoryMb: number, status: string): Promise<void> {
    const row = this.frame.locator(`[data-testid="row-${memoryMb}"][data-value="${status}"]`)
    await row.waitFor({ timeout: sweepTimeoutMs })
  }

  /** The planner decides which sizes are called. */
  async waitForAnySize(status: string): Promise<void> {
    const rows = this.frame.locator(`[data-testid^="row-"][data-value="${status}"]`)
    await rows.first().waitFor({ timeout: sweepTimeoutMs })
  }

  /** Raw figures of the table by memory size, such as the `p50Ms` of each size that has one. */
  async column(name: string): Promise<Map<number, number>> {
    const cells = await this.frame.locator(`tr[data-memory] [data-col="${name}"]`).all()
    const column = new Map<number, number>()
    for (const cell of cells) {
      const value = await cell.getAttribute('data-value')
      const memoryMb = await cell.locator('xpath=ancestor::tr').getAttribute('data-memory')
      if (value !== null && value !== '') column.set(Number(memoryMb), Number(value))
    }
    return column
  }
}
