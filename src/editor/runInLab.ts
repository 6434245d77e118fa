import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import { formatMs } from '#common/format.ts'
import { reportsOf } from '#telemetry/report.ts'
import type { InvocationAnswer } from '#tuning/functionControl.ts'
import { asLabFunction, chooseHandler, findAgain } from './handlerTarget.ts'
import type { LabFunctions } from './labFunctions.ts'
import { pickPayload } from './payloadPick.ts'
import { refuseUntrusted } from './trust.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

/** *Run in the Lab*: one call of the handler, its answer and log in an output channel that the user asked for. */
export class RunInLab {
  readonly #index: WorkspaceIndex
  readonly #lab: LabFunctions
  readonly #isSweeping: (target: FoundHandler) => boolean
  readonly #onCalled: () => void
  #output: vscode.OutputChannel | undefined

  constructor(
    index: WorkspaceIndex,
    lab: LabFunctions,
    isSweeping: (target: FoundHandler) => boolean,
    onCalled: () => void,
  ) {
    this.#index = index
    this.#lab = lab
    this.#isSweeping = isSweeping
    this.#onCalled = onCalled
  }

  async run(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#index)
    if (!target) return
    if (this.#isSweeping(target)) {
      throw new LensError(
        'sweep-running',
        'This function is being tuned, and another call would disturb the measurement.',
        'Wait for the sweep to end, or cancel it.',
      )
    }
    const title = target.definition?.logicalId ?? target.handler.exportName
    const payload = await pickPayload(title, target.root)
    if (!payload) return
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Running ${title} in the lab`, cancellable: true },
      async (_, token) => {
        const controller = new AbortController()
        token.onCancellationRequested(() => controller.abort())
        await vscode.workspace.saveAll(false)
        const name = await this.#lab.deploy(asLabFunction(await findAgain(target, this.#index)), controller.signal)
        const { invoker } = await this.#lab.connection()
        return await invoker.invoke(name, '$LATEST', payload.text, controller.signal)
      },
    )
    this.#show(`${title} with ${payload.name}`, answer)
    this.#onCalled()
    if (answer.functionError !== undefined) {
      throw new LensError('handler-failed', `${title} failed.`, 'Its error is in the output "Lambda Lens: Calls".')
    }
  }

  dispose(): void {
    this.#output?.dispose()
  }

  #show(heading: string, answer: InvocationAnswer): void {
    this.#output ??= vscode.window.createOutputChannel('Lambda Lens: Calls')
    const report = reportsOf(answer.logTail).at(-1)
    const took = report ? ` in ${formatMs(report.durationMs)}` : ''
    this.#output.appendLine(`${heading}${took}`)
    this.#output.appendLine(answer.payload)
    this.#output.appendLine(answer.logTail)
    this.#output.show(true)
  }
}
