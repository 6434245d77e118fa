import * as vscode from 'vscode'
import type { DefinitionPlaces } from './definitionPlaces.ts'
import { onDemand } from './onDemand.ts'
import type { WorkspaceIndex } from './workspaceIndex.ts'

/** By name, what a reader of templates may read: the source of a CDK app as well. */
const templates = { scheme: 'file', pattern: '**/*.{yaml,yml,json,template,tf,js,mjs,cjs,ts,mts,cts,py}' }

/** *Go to Definition in Template*, *Go to Handler*, and *Go to Definition* on the handler strings of templates. */
export class DefinitionFeature {
  readonly #places: () => Promise<DefinitionPlaces>
  readonly #provider: vscode.Disposable

  constructor(index: WorkspaceIndex) {
    this.#places = onDemand(async () => new (await import('./definitionPlaces.ts')).DefinitionPlaces(index))
    this.#provider = vscode.languages.registerDefinitionProvider(templates, {
      provideDefinition: async (document, position) =>
        await (await this.#places()).provideDefinition(document, position),
    })
  }

  /** `given` is what a lens passes. */
  async goToDefinition(given: unknown): Promise<void> {
    await (await this.#places()).goToDefinition(given)
  }

  async goToHandler(): Promise<void> {
    await (await this.#places()).goToHandler()
  }

  dispose(): void {
    this.#provider.dispose()
  }
}
