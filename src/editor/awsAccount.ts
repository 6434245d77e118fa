import * as vscode from 'vscode'
import type { AwsAccess } from './awsAccess.ts'
import { AwsChoice } from './awsChoice.ts'
import { settings } from './contributions.ts'
import { MfaPrompt } from './mfaPrompt.ts'
import { awsEndpoint, onSetting, statisticsBudget } from './settings.ts'
import { refuseUntrusted } from './trust.ts'

export interface AwsAccessOptions {
  endpoint(): string | undefined
  mfaCode(device: string): Promise<string>
  /** Where statistics are kept on this machine. */
  readonly statisticsFolder: string
  /** In dollars, for reading logs. */
  dailyBudget(): number
}

/** The window's way to AWS: loaded when it is first needed, with the profile and region of this machine. */
export class AwsAccount {
  readonly choice: AwsChoice
  readonly #folder: string
  readonly #connect: (options: AwsAccessOptions) => Promise<AwsAccess>
  readonly #mfa = new MfaPrompt()
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: readonly vscode.Disposable[]
  #access: Promise<AwsAccess> | undefined

  /** Fires when the same question may have another answer: another place, another endpoint, a new sign-in. */
  readonly onDidChange = this.#changed.event

  constructor(context: vscode.ExtensionContext, connect: (options: AwsAccessOptions) => Promise<AwsAccess>) {
    this.choice = new AwsChoice(context)
    this.#folder = vscode.Uri.joinPath(context.globalStorageUri, 'statistics').fsPath
    this.#connect = connect
    this.#subscriptions = [
      this.choice,
      this.choice.onDidChange(() => void this.renew()),
      onSetting(settings.awsEndpoint, () => void this.renew()),
      onSetting(settings.statisticsBudget, () => void this.renew()),
    ]
  }

  async access(): Promise<AwsAccess> {
    this.#access ??= this.#connect({
      endpoint: awsEndpoint,
      mfaCode: device => this.#mfa.ask(device),
      statisticsFolder: this.#folder,
      dailyBudget: statisticsBudget,
    })
    return await this.#access
  }

  /** *Choose AWS Profile and Region…* of a folder; false when the user waves it away. */
  async choose(folder: vscode.WorkspaceFolder | undefined): Promise<boolean> {
    refuseUntrusted()
    this.invite()
    const [access, { pickAwsPlace }] = await Promise.all([this.access(), import('./awsPick.ts')])
    const place = await pickAwsPlace(access, this.choice.placeIn(folder), folder)
    if (!place) return false
    await this.choice.choose(place, folder)
    return true
  }

  /** The user does something with AWS, and may be asked for MFA codes. */
  invite(): void {
    this.#mfa.invite()
  }

  /** Whoever signed in meanwhile is seen. */
  async renew(): Promise<void> {
    const access = await this.#access
    access?.reset()
    this.#changed.fire()
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
    void this.#access?.then(access => access.reset())
  }
}
