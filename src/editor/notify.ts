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
    const text =
      error instanceof LensError
        ? `${error.message} ${error.remedy}`
        : 'Lambda Lens met an error of its own. The log has more.'
    this.record(error)
    void vscode.window.showErrorMessage(text, 'Show Log').then(answer => {
      if (answer === 'Show Log') this.#showLog()
    })
  }

  /** For an error that is shown elsewhere: into the log, with the stack of a bug. */
  record(error: unknown): void {
    const meant = error instanceof LensError
    this.#log.error(meant ? `${error.code}: ${error.message}` : String(error instanceof Error ? error.stack : error))
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
