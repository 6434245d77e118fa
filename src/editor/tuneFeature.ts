import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import type { FromTunePage } from '#protocol/tune.ts'
import { asLabFunction, chooseHandler } from './handlerTarget.ts'
import type { LabFunctions } from './labFunctions.ts'
import type { Notify } from './notify.ts'
import { pickPayload } from './payloadPick.ts'
import { refuseUntrusted } from './trust.ts'
import { TunePanel } from './tunePanel.ts'
import { askSizes, pickObjective } from './tunePicks.ts'
import { TuneSession, type TuneSubject } from './tuneSession.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

export interface TuneServices {
  readonly extension: vscode.Uri
  readonly index: WorkspaceIndex
  readonly lab: LabFunctions
  readonly notify: Notify
  /** Calls were made: what is shown of them is old. */
  readonly onCalled: () => void
  readonly showLog: () => void
}

interface OpenPanel {
  readonly panel: TunePanel
  readonly session: TuneSession
}

/** *Tune This Function*: one panel a function, reused. */
export class TuneFeature {
  readonly #services: TuneServices
  readonly #open = new Map<string, OpenPanel>()

  constructor(services: TuneServices) {
    this.#services = services
  }

  /** Asks for the payload, then opens the panel with the plan. `given` is what a lens passes. */
  async tune(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#services.index)
    if (!target) return
    const key = JSON.stringify([target.root.uri.toString(), target.handler.file, target.handler.exportName])
    const open = this.#open.get(key)
    if (open) {
      open.panel.reveal()
      return
    }
    const payload = await pickPayload(titleOf(target), target.root)
    if (!payload) return
    await this.#openPanel(key, target, payload)
  }

  /** Ends what runs; each function is put back by its sweep. */
  dispose(): void {
    for (const { session } of this.#open.values()) session.cancel()
  }

  async #openPanel(key: string, target: FoundHandler, payload: { name: string; text: string }): Promise<void> {
    const { extension, notify, onCalled } = this.#services
    const title = titleOf(target)
    const session = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Bringing ${title} into the lab`, cancellable: true },
      async (_, token) => {
        const controller = new AbortController()
        token.onCancellationRequested(() => controller.abort())
        return await TuneSession.open(
          this.#subject(target),
          payload,
          state => this.#open.get(key)?.panel.show(state),
          controller.signal,
        )
      },
    )
    const act = notify.guard(async (message: FromTunePage) => await this.#act(session, target, message))
    const panel = new TunePanel(extension, title, message => void act(message))
    this.#open.set(key, { panel, session })
    panel.onDidDispose(() => {
      session.cancel()
      this.#open.delete(key)
      onCalled()
    })
    panel.show(session.state)
  }

  #subject(target: FoundHandler): TuneSubject {
    const { lab } = this.#services
    return {
      title: titleOf(target),
      source: 'lab',
      region: 'lab',
      async prepare(signal) {
        const functionName = await lab.deploy(asLabFunction(target), signal)
        const connection = await lab.connection()
        return {
          functionName,
          ports: connection,
          limiter: limiterWords(connection.limiter),
          gone: () => (lab.isCurrent(connection) ? undefined : labEnded()),
        }
      },
    }
  }

  async #act(session: TuneSession, target: FoundHandler, message: FromTunePage): Promise<void> {
    switch (message.type) {
      case 'start':
        await session.start()
        this.#services.onCalled()
        break
      case 'cancel':
        session.cancel()
        break
      case 'choosePayload': {
        const payload = await pickPayload(titleOf(target), target.root)
        if (payload) session.setPayload(payload)
        break
      }
      case 'chooseSizes': {
        const sizes = await askSizes(session.sizes)
        if (sizes) session.setSizes(sizes)
        break
      }
      case 'chooseObjective': {
        const objective = await pickObjective()
        if (objective) session.setObjective(objective)
        break
      }
      case 'showLog':
        this.#services.showLog()
        break
      case 'openHandler':
        await openHandler(target)
        break
      case 'ready':
        break
    }
  }
}

/** How the lab's limiters are called in the panel, after *lab · this machine,*. */
function limiterWords(limiter: string): string {
  const words = new Map([
    ['cgroup1', 'CPU limited by control groups'],
    ['cgroup2', 'CPU limited by control groups'],
    ['stop-loop', 'CPU limited by stopping and continuing'],
    ['none', 'CPU not limited: durations will not depend on memory'],
  ])
  return words.get(limiter) ?? limiter
}

function labEnded(): LensError {
  return new LensError(
    'lab-ended',
    'The lab ended during the sweep, and its functions with it.',
    'Measure again: a new lab starts by itself.',
  )
}

function titleOf({ handler, definition }: FoundHandler): string {
  return definition?.logicalId ?? `${handler.file}#${handler.exportName}`
}

async function openHandler({ root, handler }: FoundHandler): Promise<void> {
  const uri = vscode.Uri.joinPath(root.uri, handler.file)
  const document = await vscode.workspace.openTextDocument(uri)
  const at = document.positionAt(handler.span.start)
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.One,
  })
}
