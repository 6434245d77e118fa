import * as vscode from 'vscode'
import type { AwsPlace } from './awsAccess.ts'

/** Of the whole workspace, where a folder has none of its own. */
const placeKey = 'awsPlace'
const foldersKey = 'awsPlacesOfFolders'
const accountsKey = 'awsProfilesOfAccounts'

/**
 * Which profile and region this machine uses for each folder of this workspace. Kept in the editor's own storage and never in
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

  /** Without a folder, that of files that belong to none. */
  placeIn(folder: vscode.WorkspaceFolder | undefined): AwsPlace {
    const own = folder && this.#places[folder.uri.toString()]
    return own ?? this.#ofWorkspace.get<AwsPlace>(placeKey, {})
  }

  async choose(place: AwsPlace, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    if (folder) await this.#ofWorkspace.update(foldersKey, { ...this.#places, [folder.uri.toString()]: place })
    else await this.#ofWorkspace.update(placeKey, place)
    this.#changed.fire()
  }

  /** With the profile by which this account was seen, if any. */
  placeFor(account: string | undefined, folder: vscode.WorkspaceFolder | undefined): AwsPlace {
    const profile = account === undefined ? undefined : this.#profiles.get(account)
    return { ...this.placeIn(folder), ...(profile !== undefined && { profile }) }
  }

  async remember(account: string, profile: string): Promise<void> {
    await this.#ofMachine.update(accountsKey, Object.fromEntries(this.#profiles.set(account, profile)))
  }

  get #places(): Readonly<Record<string, AwsPlace>> {
    return this.#ofWorkspace.get<Record<string, AwsPlace>>(foldersKey, {})
  }

  get #profiles(): Map<string, string> {
    return new Map(Object.entries(this.#ofMachine.get<Record<string, string>>(accountsKey, {})))
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
