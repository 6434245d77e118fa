import * as vscode from 'vscode'
import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'
import { RememberedStacks } from '#handlers/deployed/rememberedStacks.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import type { AwsAccount } from './awsAccount.ts'
import { settings } from './contributions.ts'
import { asLabFunction } from './handlerTarget.ts'
import { type LabFunctions, labSettings } from './labFunctions.ts'
import { functionLinks, onSetting } from './settings.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** Which deployed function each handler of the window is. What was found out is remembered until it may be old. */
export class DeployedTargets {
  readonly #index: WorkspaceIndex
  readonly #aws: AwsAccount
  readonly #lab: LabFunctions
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: readonly vscode.Disposable[]
  /** By workspace folder, each with a profile and region of its own. */
  readonly #stacks = new Map<string, RememberedStacks>()

  /** Fires when `resolve` may find another function than before. */
  readonly onDidChange = this.#changed.event

  constructor(index: WorkspaceIndex, aws: AwsAccount, lab: LabFunctions) {
    this.#index = index
    this.#aws = aws
    this.#lab = lab
    this.#subscriptions = [
      index.onDidChange(() => this.#changed.fire()),
      onSetting(settings.links, () => this.#changed.fire()),
      aws.onDidChange(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    ]
  }

  /** The deployed function, or why it is not known. Rejects with an AbortError when `signal` fires. */
  async resolve(found: FoundHandler, signal: AbortSignal): Promise<FoundFunction | NotDeployed> {
    const { root, handler, definition } = found
    const { DeployedFunctions } = await import('#handlers/deployed/deployedFunctions.ts')
    const functions = new DeployedFunctions({
      links: () => functionLinks(root),
      deploymentOf: one => this.#index.deploymentOf(root, one),
      stacks: () => (vscode.workspace.isTrusted ? this.#stacksOf(root) : undefined),
    })
    const labName = this.#lab.isRunning ? labSettings(asLabFunction(found)).name : undefined
    const target = { handler, ...(definition && { definition }), ...(labName !== undefined && { labName }) }
    return await functions.resolve(target, signal)
  }

  /** Asks files and AWS again. */
  refresh(): void {
    this.#forgetStacks()
    this.#index.forgetDeployments()
    this.#changed.fire()
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
    this.#forgetStacks()
  }

  #stacksOf(root: vscode.WorkspaceFolder): RememberedStacks {
    const key = root.uri.toString()
    const stacks: StackResources = {
      resources: async (stack, signal) => {
        const access = await this.#aws.access()
        return await access.stacks(account => this.#aws.choice.placeFor(account, root)).resources(stack, signal)
      },
    }
    const known = this.#stacks.get(key) ?? new RememberedStacks(stacks)
    this.#stacks.set(key, known)
    return known
  }

  #forgetStacks(): void {
    for (const stacks of this.#stacks.values()) stacks.dispose()
    this.#stacks.clear()
  }
}
