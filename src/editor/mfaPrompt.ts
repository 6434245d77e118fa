import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'

/**
 * Asks for the code of an MFA device. Who waves it away is not asked again for what happens in the background, until
 * `renew`.
 */
export class MfaPrompt {
  readonly #refused = new Set<string>()

  async ask(device: string): Promise<string> {
    const code = this.#refused.has(device) ? undefined : await askCode(device)
    if (code !== undefined) return code
    this.#refused.add(device)
    throw new LensError(
      'mfa-missing',
      `AWS wants a code of the MFA device ${device}.`,
      'Run “Lambda Lens: Choose AWS Profile and Region…” and enter it.',
    )
  }

  /** The user does something with AWS, and may be asked again. */
  renew(): void {
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
