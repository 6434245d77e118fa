import * as vscode from 'vscode'
import type { AwsPlace } from './awsAccess.ts'

const placeKey = 'awsPlace'
const accountsKey = 'awsProfilesOfAccounts'

/**
 * Which profile and region this machine uses for this workspace. Kept in the editor's own storage and never in
 * settings: a workspace that is cloned must not choose the credentials that are used.
 */
export class AwsChoice {
  readonly #ofWorkspace: vscode.Memento
  readonly #ofMachine: vscode.Memento
  readonly #changed = new vscode.EventEmitter<void>()
  readonly onDidChange = this.#changed.event

  constructor({ workspaceState, globalState }: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState'>) {
    this.#ofWorkspace = workspaceState
    this.#ofMachine = globalState
  }

  get place(): AwsPlace {
    return this.#ofWorkspace.get<AwsPlace>(placeKey, {})
  }

  async choose(place: AwsPlace): Promise<void> {
    await this.#ofWorkspace.update(placeKey, place)
    this.#changed.fire()
  }

  /** With the profile by which this account was seen, if any. */
  placeFor(account: string | undefined): AwsPlace {
    const profile = account === undefined ? undefined : this.#profiles.get(account)
    return { ...this.place, ...(profile !== undefined && { profile }) }
  }

  async remember(account: string, profile: string): Promise<void> {
    await this.#ofMachine.update(accountsKey, Object.fromEntries(this.#profiles.set(account, profile)))
  }

  get #profiles(): Map<string, string> {
    return new Map(Object.entries(this.#ofMachine.get<Record<string, string>>(accountsKey, {})))
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
