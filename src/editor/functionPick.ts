import * as vscode from 'vscode'
import { isAbort } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FoundFunction, DeployedTarget, NotDeployed } from '#handlers/deployed/foundFunction.ts'
import { likelyScore, type ListedFunction, rankFunctions } from '#handlers/deployed/functionMatch.ts'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'
import type { AwsPlace } from './awsAccess.ts'
import type { AwsAccount } from './awsAccount.ts'
import { deployedText } from './deployedText.ts'

/** What the user chose: a name or an ARN, and the place whose functions were shown. */
export interface PickedFunction {
  readonly function: string
  readonly place: AwsPlace
  /** One of those that were shown, so that the place's profile sees its account. */
  readonly isListed: boolean
}

export interface FunctionPickOptions {
  readonly title: string
  readonly target: DeployedTarget
  readonly folder: vscode.WorkspaceFolder
  readonly aws: AwsAccount
  /** What is known now of the deployed function. */
  resolve(signal: AbortSignal): Promise<FoundFunction | NotDeployed>
  onError(error: unknown): void
}

interface Item extends vscode.QuickPickItem {
  readonly picked?: boolean
  /** An ARN; absent for what leads elsewhere. */
  readonly arn?: string
}

const enterItem: Item = {
  label: 'Enter a name or an ARN…',
  iconPath: new vscode.ThemeIcon('edit'),
  alwaysShow: true,
}
const enterButton = { iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Enter a name or an ARN…' }
const placeButton = { iconPath: new vscode.ThemeIcon('account'), tooltip: 'Choose AWS Profile and Region…' }

/** Lets the user pick a function of the account, probable ones on top; undefined when it is waved away. */
export async function pickFunction(options: FunctionPickOptions): Promise<PickedFunction | undefined> {
  for (;;) {
    await signIn(options)
    const picked = await new FunctionPick(options).show()
    if (picked !== 'other place') return picked
    if (!(await options.aws.choose(options.folder))) return
  }
}

/** A code of an MFA device is asked for before: a box would take the place of the list. What fails is told with it. */
async function signIn({ aws, folder }: FunctionPickOptions): Promise<void> {
  try {
    await (await aws.access()).signIn(aws.choice.placeIn(folder))
  } catch {
    // The list has its say.
  }
}

class FunctionPick {
  readonly #options: FunctionPickOptions
  readonly #pick = vscode.window.createQuickPick<Item>()
  readonly #controller = new AbortController()
  readonly #listed: ListedFunction[] = []
  #place: AwsPlace = {}
  /** Names that it may have by what is known. */
  #names: readonly string[] = []

  constructor(options: FunctionPickOptions) {
    this.#options = options
  }

  async show(): Promise<PickedFunction | 'other place' | undefined> {
    const pick = this.#pick
    pick.title = this.#options.title
    pick.placeholder = 'Which one is it?'
    pick.matchOnDescription = true
    pick.keepScrollPosition = true
    pick.buttons = [enterButton, placeButton]
    pick.show()
    void this.#load()
    void this.#tellKnown()
    try {
      const chosen = await this.#answer()
      if (chosen === undefined || chosen === 'other place') return chosen
      const entered = chosen.arn ?? (await enterFunction(pick.value))
      const isListed = chosen.arn !== undefined
      return entered === undefined ? undefined : { function: entered, place: this.#place, isListed }
    } finally {
      this.#controller.abort()
      pick.dispose()
    }
  }

  #answer(): Promise<Item | 'other place' | undefined> {
    return new Promise(resolve => {
      this.#pick.onDidAccept(() => {
        const [chosen] = this.#pick.selectedItems
        if (chosen) resolve(chosen)
      })
      this.#pick.onDidTriggerButton(button => resolve(button === placeButton ? 'other place' : enterItem))
      this.#pick.onDidHide(() => resolve(undefined))
    })
  }

  /** Pages are shown as they come. */
  async #load(): Promise<void> {
    const { aws, onError, title } = this.#options
    const { signal } = this.#controller
    this.#pick.busy = true
    let shown = 0
    try {
      const access = await aws.access()
      this.#place = await access.effective(aws.choice.placeIn(this.#options.folder))
      this.#pick.title = [title, this.#place.profile, this.#place.region].filter(Boolean).join(' · ')
      for await (const page of access.functions(this.#place, signal)) {
        this.#listed.push(...page)
        // Of an account with thousands not each page is worth to put all in order again.
        if (this.#listed.length < 2 * shown) continue
        this.#showListed()
        shown = this.#listed.length
      }
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) onError(error)
    }
    if (signal.aborted) return
    this.#showListed()
    this.#pick.busy = false
  }

  async #tellKnown(): Promise<void> {
    const { resolve, onError } = this.#options
    const { signal } = this.#controller
    try {
      const known = await resolve(signal)
      if (signal.aborted) return
      this.#pick.placeholder = deployedText(known)
      this.#names = ('via' in known ? [known] : (known.candidates ?? [])).map(({ name }) => name)
      if (this.#listed.length > 0) this.#showListed()
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
  }

  #showListed(): void {
    const active = this.#pick.activeItems[0]?.arn
    const names = this.#names
    const ranked = rankFunctions(this.#options.target, this.#listed)
    const known = ranked.filter(({ listed }) => names.includes(listed.name))
    const unknown = ranked.filter(({ listed }) => !names.includes(listed.name))
    const likely = [...known, ...unknown.filter(({ score }) => score >= likelyScore)]
    const others = unknown.filter(({ score }) => score < likelyScore)
    this.#pick.items = [
      ...(likely.length > 0 ? [separator('probably')] : []),
      ...likely.map(({ listed }) => itemOf(listed)),
      ...(likely.length > 0 && others.length > 0 ? [separator('others')] : []),
      ...others.map(({ listed }) => itemOf(listed)),
      separator(''),
      enterItem,
    ]
    const again = this.#pick.items.find(({ arn }) => arn !== undefined && arn === active)
    if (again) this.#pick.activeItems = [again]
  }
}

function itemOf({ name, arn, runtime, handler, memoryMb, description }: ListedFunction): Item {
  const memory = memoryMb === undefined ? undefined : formatMemory(memoryMb)
  return {
    label: name,
    description: [runtime ?? 'image', handler, memory].filter(Boolean).join(' · '),
    ...(description !== undefined && { detail: description }),
    iconPath: new vscode.ThemeIcon('symbol-function'),
    arn,
  }
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator }
}

async function enterFunction(value: string): Promise<string | undefined> {
  const entered = await vscode.window.showInputBox({
    title: 'Lambda Lens: Deployed Function',
    prompt: 'Name or ARN',
    placeHolder: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    value,
    validateInput: text =>
      parseFunctionReference(text) ? undefined : 'This is neither a function’s name nor its ARN.',
  })
  return entered?.trim()
}
