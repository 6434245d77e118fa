import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { callReport, interpreterOf } from './callReport.ts'
import { asLabFunction, chooseHandler, findAgain, keyOf } from './handlerTarget.ts'
import type { LabFunctions } from './labFunctions.ts'
import { PayloadHistory } from './payloadHistory.ts'
import { pickPayload } from './payloadPick.ts'
import { refuseUntrusted } from './trust.ts'
import type { WorkspaceIndex } from './workspaceIndex.ts'

/** *Run in the Lab*: one call of the handler, its answer and log in an output channel that the user asked for. */
export class RunInLab {
  readonly #index: WorkspaceIndex
  readonly #lab: LabFunctions
  readonly #sweeping: ReadonlySet<string>
  readonly #onCalled: () => void
  readonly #history: PayloadHistory
  /** What runs each function, told by the log of its first call. */
  readonly #interpreters = new Map<string, string>()
  #output: vscode.OutputChannel | undefined

  constructor(
    index: WorkspaceIndex,
    lab: LabFunctions,
    sweeping: ReadonlySet<string>,
    onCalled: () => void,
    workspaceState: vscode.Memento,
  ) {
    this.#history = new PayloadHistory(workspaceState)
    this.#index = index
    this.#lab = lab
    this.#sweeping = sweeping
    this.#onCalled = onCalled
  }

  async run(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#index)
    if (!target) return
    // Another deployment of the function would change it under its sweep.
    if (this.#sweeping.has(keyOf(target))) {
      throw new LensError(
        'sweep-running',
        'This function is being tuned, and another call would disturb the measurement.',
        'Wait for the sweep to end, or cancel it.',
      )
    }
    const title = target.definition?.logicalId ?? target.handler.exportName
    const sources = target.definition?.eventSources
    const payload = await pickPayload(title, target.root, { sources, history: this.#history })
    if (!payload) return
    const called = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Running ${title} in the lab`, cancellable: true },
      async (_, token) => {
        const controller = new AbortController()
        token.onCancellationRequested(() => controller.abort())
        await vscode.workspace.saveAll(false)
        const name = await this.#lab.deploy(asLabFunction(await findAgain(target, this.#index)), controller.signal)
        const { invoker, limiter } = await this.#lab.connection()
        const answer = await invoker.invoke(name, '$LATEST', payload.text, controller.signal)
        return { name, limiter, answer }
      },
    )
    const { name, limiter, answer } = called
    const interpreter = interpreterOf(answer.logTail) ?? this.#interpreters.get(name)
    if (interpreter !== undefined) this.#interpreters.set(name, interpreter)
    const heading = `${title} with ${payload.name}`
    this.#show(callReport({ heading, answer, limiter, ...(interpreter === undefined ? {} : { interpreter }) }))
    this.#onCalled()
    if (answer.functionError !== undefined) {
      throw new LensError('handler-failed', `${title} failed.`, 'Its error is in the output "Lambda Lens: Calls".')
    }
  }

  dispose(): void {
    this.#output?.dispose()
  }

  #show(report: string): void {
    this.#output ??= vscode.window.createOutputChannel('Lambda Lens: Calls')
    this.#output.appendLine(report)
    this.#output.show(true)
  }
}
