import * as vscode from 'vscode'
import { commands } from '../contributions.ts'
import { bundleBudget } from './bundleSettings.ts'
import type { HandlerSizes } from './handlerSizes.ts'
import type { InitProfiles } from './initProfiles.ts'
import { commandLinks, handlerTitle } from './commandLinks.ts'
import { isOverBudget, statusText, statusTooltip } from './sizeText.ts'

/** Left of what the editor tells of the file itself: the cursor's place, indentation, encoding, language. */
const priority = 101

/** What the active editor's handler ships, in the status bar. */
export class SizeStatus {
  readonly #item = vscode.window.createStatusBarItem('size', vscode.StatusBarAlignment.Right, priority)
  readonly #sizes: HandlerSizes
  readonly #profiles: InitProfiles

  constructor(sizes: HandlerSizes, profiles: InitProfiles) {
    this.#sizes = sizes
    this.#profiles = profiles
    this.#item.name = 'Lambda Lens: Bundle Size'
    this.#item.command = { title: 'Show Bundle Report', command: commands.showBundle }
  }

  show(): void {
    const { active } = this.#sizes
    if (!active) {
      this.#item.hide()
      return
    }
    const { found, size } = active
    const budget = bundleBudget(active.document)
    this.#item.text = statusText(size)
    this.#item.accessibilityInformation = { label: `Bundle size: ${this.#item.text.replace('$(package) ', '')}` }
    this.#item.backgroundColor = isOverBudget(size, budget)
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined
    const { markdown, isTrusted } = commandLinks()
    const tooltip = statusTooltip(handlerTitle(found), size, budget, this.#profiles.of(found), markdown)
    this.#item.tooltip = new vscode.MarkdownString(tooltip, true)
    this.#item.tooltip.isTrusted = isTrusted
    this.#item.show()
  }

  dispose(): void {
    this.#item.dispose()
  }
}
