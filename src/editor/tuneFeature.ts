import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import type { FromTunePage, TuneState } from '#protocol/tune.ts'
import { asLabFunction, chooseHandler, findAgain, keyOf } from './handlerTarget.ts'
import type { LabFunctions } from './labFunctions.ts'
import type { Notify } from './notify.ts'
import { pickPayload } from './payloadPick.ts'
import { refuseUntrusted } from './trust.ts'
import { TunePanel } from './tunePanel.ts'
import { askSizes, pickObjective } from './tunePicks.ts'
import type { TuneSession } from './tuneSession.ts'
import type { TuneSubject } from './tuneSubject.ts'
import { labPlaces } from './tuneApply.ts'
import type { SweepHistory } from '#tuning/history.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

export interface TuneServices {
  readonly extension: vscode.Uri
  readonly index: WorkspaceIndex
  readonly lab: LabFunctions
  readonly notify: Notify
  /** Calls were made: what is shown of them is old. */
  readonly onCalled: () => void
  readonly showLog: () => void
  /** Keys of the functions that are being swept, for whoever else would call or deploy them. */
  readonly sweeping: Set<string>
  /** Of this workspace's sweeps; without it they are not kept, nor compared. */
  readonly history?: SweepHistory
}

interface OpenPanel {
  readonly panel: TunePanel
  readonly session: TuneSession
}

/** *Tune This Function*: one panel a function, reused. */
export class TuneFeature {
  readonly #services: TuneServices
  /** By function; from the moment its payload is asked for. */
  readonly #open = new Map<string, Promise<OpenPanel | undefined>>()

  constructor(services: TuneServices) {
    this.#services = services
  }

  /** Asks for the payload, then opens the panel with the plan. `given` is what a lens passes. */
  async tune(given: unknown): Promise<void> {
    refuseUntrusted()
    const target = await chooseHandler(given, this.#services.index)
    if (!target) return
    const key = keyOf(target)
    const known = this.#open.get(key)
    if (known) {
      const open = await known
      open?.panel.reveal()
      return
    }
    const opening = this.#openPanel(key, target)
    this.#open.set(key, opening)
    try {
      if (!(await opening)) this.#open.delete(key)
    } catch (error) {
      this.#open.delete(key)
      throw error
    }
  }

  /** Ends what runs; each function is put back by its sweep. */
  dispose(): void {
    for (const opening of this.#open.values()) {
      void opening.then(
        open => open?.session.cancel(),
        () => undefined,
      )
    }
  }

  async #openPanel(key: string, target: FoundHandler): Promise<OpenPanel | undefined> {
    const { extension, notify, onCalled } = this.#services
    const title = titleOf(target)
    const payload = await pickPayload(title, target.root)
    if (!payload) return undefined
    let panel: TunePanel | undefined
    const session = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Bringing ${title} into the lab`, cancellable: true },
      async (_, token) => {
        const controller = new AbortController()
        token.onCancellationRequested(() => controller.abort())
        const listeners = {
          onChange: (state: TuneState) => panel?.show(state),
          onProblem: (error: unknown) => notify.record(error),
        }
        const { TuneSession } = await import('./tuneSession.ts')
        return await TuneSession.open(this.#subject(target), payload, listeners, controller.signal)
      },
    )
    const act = notify.guard(async (message: FromTunePage) => await this.#act(session, target, message))
    panel = new TunePanel(extension, title, message => void act(message))
    panel.onDidDispose(() => {
      this.#open.delete(key)
      session.cancel()
      onCalled()
    })
    panel.show(session.state)
    return { panel, session }
  }

  #subject(target: FoundHandler): TuneSubject {
    const { lab, index, history } = this.#services
    return {
      title: titleOf(target),
      source: 'lab',
      region: 'lab',
      async prepare(signal) {
        // What is measured is what the editor shows, with the template as it is now.
        await vscode.workspace.saveAll(false)
        const found = await findAgain(target, index)
        const functionName = await lab.deploy(asLabFunction(found), signal)
        const connection = await lab.connection()
        return {
          functionName,
          ...(history ? { places: labPlaces(history, found, index) } : {}),
          ports: connection,
          limiter: limiterWords(connection.limiter),
          gone: () => (lab.isCurrent(connection) ? undefined : labEnded()),
        }
      },
    }
  }

  async #sweep(session: TuneSession, key: string): Promise<void> {
    const { sweeping, onCalled } = this.#services
    sweeping.add(key)
    try {
      await session.start()
    } finally {
      sweeping.delete(key)
      onCalled()
    }
  }

  async #act(session: TuneSession, target: FoundHandler, message: FromTunePage): Promise<void> {
    switch (message.type) {
      case 'start':
        await this.#sweep(session, keyOf(target))
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
      case 'confirm':
        session.confirm(message.name)
        break
      case 'apply':
        await session.apply(message.to, message.memoryMb)
        break
      case 'undo':
        await session.undo()
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
