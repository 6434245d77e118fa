import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'

/**
 * Asks for the code of an MFA device, once the user does something with AWS: nothing that happens in the background opens
 * an input box. Who waves it away is not asked again until `invite`.
 */
export class MfaPrompt {
  #isInvited = false
  readonly #refused = new Set<string>()

  async ask(device: string): Promise<string> {
    const code = !this.#isInvited || this.#refused.has(device) ? undefined : await askCode(device)
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
    this.#isInvited = true
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
