import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'

/** For what the user has just done. */
const invitationMs = 60_000

/**
 * Asks for the code of an MFA device when the user does something with AWS: nothing that happens in the background opens
 * an input box. Who waves it away is not asked again until `invite`.
 */
export class MfaPrompt {
  #invitedUntil = 0
  readonly #refused = new Set<string>()

  async ask(device: string): Promise<string> {
    const mayAsk = Date.now() < this.#invitedUntil && !this.#refused.has(device)
    const code = mayAsk ? await askCode(device) : undefined
    if (code !== undefined) return code
    this.#refused.add(device)
    throw new LensError(
      'mfa-missing',
      `AWS wants a code of the MFA device ${device}.`,
      'Run “Lambda Lens: Sign In to AWS” and enter it.',
    )
  }

  /** The user does something with AWS, and may be asked again. */
  invite(): void {
    this.#invitedUntil = Date.now() + invitationMs
    this.#refused.clear()
  }
}

async function askCode(device: string): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: 'Lambda Lens: MFA Code',
    prompt: `Code of ${device}`,
    placeHolder: '123456',
    ignoreFocusOut: true,
    password: true,
    validateInput: text => (/^\d{6}$/.test(text.trim()) ? undefined : 'A code has six digits.'),
  })
}
