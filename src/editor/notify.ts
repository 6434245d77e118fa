import * as vscode from 'vscode'
import { isAbort, LensError } from '#common/errors.ts'
import type { Log } from '#common/log.ts'

/** The only place that shows errors. */
export class Notify {
  readonly #log: Log
  readonly #showLog: () => void

  constructor(log: Log, showLog: () => void) {
    this.#log = log
    this.#showLog = showLog
  }

  /** Tells what happened and what to do; an interruption by the user is no news. Never waits for an answer. */
  error(error: unknown): void {
    if (isAbort(error)) return
    const meant = error instanceof LensError
    const text = meant ? `${error.message} ${error.remedy}` : 'Lambda Lens met an error of its own. The log has more.'
    this.#log.error(meant ? `${error.code}: ${error.message}` : String(error instanceof Error ? error.stack : error))
    void vscode.window.showErrorMessage(text, 'Show Log').then(answer => {
      if (answer === 'Show Log') this.#showLog()
    })
  }

  info(text: string): void {
    void vscode.window.showInformationMessage(text)
  }

  /** A command's action whose failure is shown, and does not reach VS Code as a rejected promise. */
  guard<Arguments extends readonly unknown[]>(
    action: (...args: Arguments) => void | Promise<void>,
  ): (...args: Arguments) => Promise<void> {
    return async (...args) => {
      try {
        await action(...args)
      } catch (error) {
        this.error(error)
      }
    }
  }
}
