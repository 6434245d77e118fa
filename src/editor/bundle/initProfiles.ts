import * as vscode from 'vscode'
import { keyOf } from '../handlerTarget.ts'
import type { FoundHandler } from '../workspaceIndex.ts'
import type { KeptProfile } from './handlerSize.ts'

const memory = 'lambdaLens.initProfiles'
const most = 30

/** The last init profile of each handler, in the workspace's memory. */
export class InitProfiles {
  readonly #state: vscode.Memento
  readonly #changed = new vscode.EventEmitter<void>()
  readonly onDidChange = this.#changed.event
  readonly #kept: Map<string, KeptProfile>

  constructor(state: vscode.Memento) {
    this.#state = state
    this.#kept = new Map(state.get<readonly (readonly [string, KeptProfile])[]>(memory, []))
  }

  of(found: FoundHandler): KeptProfile | undefined {
    return this.#kept.get(keyOf(found))
  }

  async keep(found: FoundHandler, profile: KeptProfile): Promise<void> {
    this.#kept.delete(keyOf(found))
    this.#kept.set(keyOf(found), profile)
    for (const key of [...this.#kept.keys()].slice(0, -most)) this.#kept.delete(key)
    this.#changed.fire()
    await this.#state.update(memory, [...this.#kept])
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
