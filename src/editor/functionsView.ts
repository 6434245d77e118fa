import * as vscode from 'vscode'
import { formatBytes, formatQuantity, formatUsd } from '#common/format.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'
import type { PriceTable } from '#pricing/prices.ts'
import { commands } from './contributions.ts'
import { figuresOf } from './figures.ts'
import { displaySource } from './functionDisplay.ts'
import { type FunctionRow, inOrder, isOrderName, type OrderName, orders, rowDescription } from './functionRows.ts'
import type { LensState } from './lensState.ts'
import { lensTooltip } from './lensTooltip.ts'
import type { LogCosts } from './logCosts.ts'
import type { Notify } from './notify.ts'
import { windowHours } from './settings.ts'
import type { StatisticsCache } from './statisticsCache.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

export interface FunctionsViewParts {
  readonly index: WorkspaceIndex
  readonly statistics: StatisticsCache
  readonly logCosts: LogCosts
  readonly prices: () => PriceTable
  readonly notify: Notify
  readonly memory: vscode.Memento
  readonly view: vscode.TreeView<unknown>
  /** Has the view asked again. */
  changed(): void
}

/** A function, or the folder of a workspace with several. */
type Element = Row | vscode.WorkspaceFolder

type Row = FunctionElement | SourcelessElement

type FunctionElement = FoundHandler & FunctionRow

/** What a template defines, and whose source is not in the folder: a web function, a file that is not there. */
interface SourcelessElement extends FunctionRow {
  readonly root: vscode.WorkspaceFolder
  readonly definition: FunctionDefinition
}

const orderKey = 'functionsOrder'

/** *Lambda Lens: Functions*: all functions of the workspace, where optimizing pays most on top. */
export class FunctionsView {
  readonly #parts: FunctionsViewParts

  constructor(parts: FunctionsViewParts) {
    this.#parts = parts
  }

  /** What is not an element of this view has no children. */
  async children(element: unknown): Promise<Element[]> {
    const folders = vscode.workspace.workspaceFolders ?? []
    const folder = folders.find(one => one === element)
    if (element !== undefined && !folder) return []
    if (!folder && folders.length > 1) return [...folders]
    try {
      const rows = await Promise.all((folder ? [folder] : folders).map(one => this.#rowsOf(one)))
      const ordered = inOrder(rows.flat(), this.#order)
      this.#describe(ordered)
      return ordered
    } catch (error) {
      this.#parts.notify.record(error)
      return []
    }
  }

  /** Undefined for what is not an element of this view. */
  item(element: unknown): vscode.TreeItem | undefined {
    const folder = vscode.workspace.workspaceFolders?.find(one => one === element)
    if (folder) return new vscode.TreeItem(folder.name, vscode.TreeItemCollapsibleState.Expanded)
    if (!isFunction(element)) return undefined
    if (!('handler' in element)) return sourcelessItem(element)
    const source = displaySource(element, this.#parts.prices())
    const { name, place, state } = element
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None)
    item.description = rowDescription(element, source)
    item.tooltip = [place, lensTooltip(state, source), ...logLines(element)].join('\n')
    item.iconPath = iconOf(state)
    item.contextValue = 'function'
    item.command = { command: commands.openHandler, title: 'Open Handler', arguments: [element] }
    return item
  }

  /** *Sort Functions By…* */
  async sort(): Promise<void> {
    const names = Object.keys(orders).filter(isOrderName)
    const items = names.map(order => ({ label: orders[order].label, order, picked: order === this.#order }))
    const chosen = items.toSorted((a, b) => Number(b.picked) - Number(a.picked))
    const pick = await vscode.window.showQuickPick(chosen, {
      title: 'Lambda Lens: Sort Functions',
      placeHolder: 'The largest first',
    })
    if (!pick) return
    await this.#parts.memory.update(orderKey, pick.order)
    this.#parts.changed()
  }

  /** *Copy Functions as CSV*, in the order of the view. */
  async copy(): Promise<void> {
    const { functionsCsv } = await import('./functionsCsv.ts')
    const folders = vscode.workspace.workspaceFolders ?? []
    const rows = await Promise.all(folders.map(folder => this.#rowsOf(folder)))
    const ordered = inOrder(rows.flat(), this.#order)
    const [first] = ordered
    const source = { windowHours: windowHours(first?.root), now: Date.now() }
    const text = first ? functionsCsv(ordered, source) : ''
    await vscode.env.clipboard.writeText(text)
    vscode.window.setStatusBarMessage(`${formatQuantity(ordered.length, 'function')} copied as CSV`, 5000)
  }

  get #order(): OrderName {
    const order = this.#parts.memory.get<unknown>(orderKey)
    return isOrderName(order) ? order : 'usdPerDay'
  }

  async #rowsOf(folder: vscode.WorkspaceFolder): Promise<Row[]> {
    const { index, statistics, logCosts } = this.#parts
    const [functions, definitions] = await Promise.all([index.functionsIn(folder), index.definitionsIn(folder)])
    const sourceless = definitions.flatMap(definition => (definition.source ? [] : sourcelessRow(folder, definition)))
    const rows = functions.map((found): FunctionElement => {
      const state = statistics.stateOf(found)
      const log = logCosts.of(found, state)
      const { handler, definition } = found
      const place = `${handler.file}#${handler.exportName}`
      return { ...found, name: definition?.logicalId ?? place, place, state, ...(log && { log }) }
    })
    return [...rows, ...sourceless]
  }

  /** In the head of the view: what all cost, the order, and what keeps figures away. */
  #describe(rows: readonly Row[]): void {
    const all = rows.flatMap(({ state, log }) => figuresOf(state, log) ?? [])
    const usd = all.reduce((sum, { usdPerDay = 0, logUsdPerDay = 0 }) => sum + usdPerDay + logUsdPerDay, 0)
    const isPaid = all.some(({ usdPerDay }) => usdPerDay !== undefined)
    this.#parts.view.description = [
      ...(isPaid ? [`${formatUsd(usd)} a day`] : []),
      `by ${orders[this.#order].label}`,
    ].join(' · ')
    const problem = rows.flatMap(({ state }) => ('problem' in state && state.problem ? [state.problem] : []))[0]
    // Without a message the view has no line for it.
    Object.assign(this.#parts.view, { message: problem && `${problem.message} ${problem.remedy}` })
  }
}

function sourcelessRow(root: vscode.WorkspaceFolder, definition: FunctionDefinition): SourcelessElement {
  const { logicalId: name, template: place, reason = 'Its source was not found.' } = definition
  return { root, definition, name, place, state: { kind: 'notRead', reason } }
}

/** A click leads to the template. */
function sourcelessItem({ root, definition, name, state }: SourcelessElement): vscode.TreeItem {
  const { template, line } = definition
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None)
  item.description = state.kind === 'notRead' ? state.reason : ''
  item.tooltip = `${template}\n${item.description}`
  item.iconPath = new vscode.ThemeIcon('circle-slash')
  const selection = new vscode.Range(line - 1, 0, line - 1, 0)
  const uri = vscode.Uri.joinPath(root.uri, template)
  item.command = { command: 'vscode.open', title: 'Open Template', arguments: [uri, { selection }] }
  return item
}

function isFunction(element: unknown): element is Row {
  return typeof element === 'object' && element !== null && 'state' in element && 'place' in element
}

function iconOf(state: LensState): vscode.ThemeIcon {
  if ('problem' in state && state.problem) {
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
  }
  return new vscode.ThemeIcon(state.kind === 'reading' ? 'loading~spin' : 'symbol-function')
}

function logLines({ state, log }: FunctionRow): string[] {
  if (!log) return []
  const perDay = figuresOf(state, log)?.logUsdPerDay
  const price = perDay === undefined ? 'at an unknown price' : `${formatUsd(perDay)} a day`
  return [`It wrote ${formatBytes(log.bytes)} to its log in the window: ${price}.`]
}
