import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'
import { handlerLinkKey, linkKeysOf } from '#handlers/deployed/links.ts'
import type { AwsAccount } from './awsAccount.ts'
import type { DeployedTargets } from './deployedTargets.ts'
import { pickFunction, type PickedFunction } from './functionPick.ts'
import { chooseHandler } from './handlerTarget.ts'
import { removeLink, setLink, type Undo } from './linkSetting.ts'
import type { Notify } from './notify.ts'
import { refuseUntrusted } from './trust.ts'
import type { WorkspaceIndex } from './workspaceIndex.ts'

export interface LinkServices {
  readonly index: WorkspaceIndex
  readonly aws: AwsAccount
  readonly deployed: DeployedTargets
  readonly notify: Notify
}

/** Makes and takes away links from handlers to deployed functions. */
export class FunctionLinks {
  readonly #index: WorkspaceIndex
  readonly #aws: AwsAccount
  readonly #deployed: DeployedTargets
  readonly #notify: Notify

  constructor({ index, aws, deployed, notify }: LinkServices) {
    this.#index = index
    this.#aws = aws
    this.#deployed = deployed
    this.#notify = notify
  }

  /** `given` is what a lens passes. */
  async link(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#index)
    if (!target) return
    const key = handlerLinkKey(target.handler)
    this.#aws.invite()
    await this.#aws.renew()
    const picked = await pickFunction({
      title: `Lambda Lens: Link ${key}`,
      target,
      folder: target.root,
      resolve: signal => this.#deployed.resolve(target, signal),
      aws: this.#aws,
      onError: error => this.#notify.error(error),
    })
    if (!picked) return
    const undo = await setLink(target.root, key, await this.#linkOf(picked))
    this.#tell(`${key} is linked to ${nameOf(picked)}.`, undo)
  }

  async unlink(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#index)
    if (!target) return
    const key = handlerLinkKey(target.handler)
    const undo = await removeLink(target.root, linkKeysOf(target))
    if (!undo) {
      throw new LensError(
        'not-linked',
        `${key} is not linked.`,
        'Link it with “Lambda Lens: Link to Deployed Function…”.',
      )
    }
    this.#tell(`${key} is no longer linked.`, undo)
  }

  /** The whole ARN where it is known, since a name alone depends on who reads it. */
  async #linkOf({
    function: entered,
    place,
    isListed,
  }: PickedFunction): Promise<string | { function: string; region: string }> {
    const found = parseFunctionReference(entered)
    if (isListed && found?.account !== undefined && place.profile !== undefined) {
      await this.#aws.choice.remember(found.account, place.profile)
    }
    if (found?.region !== undefined || place.region === undefined) return entered
    return { function: entered, region: place.region }
  }

  /** Does not wait for an answer. */
  #tell(message: string, undo: Undo): void {
    void vscode.window.showInformationMessage(message, 'Undo').then(async answer => {
      if (answer === 'Undo') await this.#notify.guard(undo)()
    })
  }
}

function nameOf({ function: entered, place }: PickedFunction): string {
  const found = parseFunctionReference(entered)
  const region = found?.region ?? place.region
  return region === undefined ? `${found?.name}` : `${found?.name} in ${region}`
}
