import * as vscode from 'vscode'
import { LensError } from '#common/errors.ts'
import type { DefinitionKey, FunctionDefinition } from '#handlers/handler.ts'
import { chooseHandler } from './handlerTarget.ts'
import type { FoundHandler, WorkspaceIndex } from './workspaceIndex.ts'

interface FoundDefinition {
  readonly root: vscode.WorkspaceFolder
  readonly definition: FunctionDefinition
}

/** From a handler to what a template says of it and back. */
export class DefinitionPlaces implements vscode.DefinitionProvider {
  readonly #index: WorkspaceIndex
  readonly #definitions = new Map<string, Promise<readonly FunctionDefinition[]>>()

  /** Lives as long as the index. */
  constructor(index: WorkspaceIndex) {
    this.#index = index
    index.onDidChange(() => this.#definitions.clear())
  }

  /** *Go to Definition in Template*. `given` is what a lens passes. */
  async goToDefinition(given: unknown): Promise<void> {
    const target = await chooseHandler(given, this.#index)
    if (!target) return
    const definition = await this.#chooseDefinition(target)
    if (definition) await show(await definitionPlace({ root: target.root, definition }))
  }

  /** *Go to Handler*: of the definition under the cursor. */
  async goToHandler(): Promise<void> {
    const editor = vscode.window.activeTextEditor
    const found = editor ? await this.#definitionsIn(editor.document) : []
    if (!editor || found.length === 0) {
      throw new LensError(
        'no-definition',
        editor ? 'No function is defined in this file.' : 'No file is open.',
        'Open a template, and put the cursor into the definition of a function.',
      )
    }
    const chosen = await chooseAt(found, editor)
    if (chosen) await show(await this.#handlerPlace(chosen))
  }

  /** *Go to Definition* on a handler string. */
  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const offset = document.offsetAt(position)
    const found = (await this.#definitionsIn(document)).find(({ definition }) => {
      const span = definition.spans['handler'] ?? definition.sharedSpans['handler']
      return definition.source !== null && span !== undefined && span.start <= offset && offset <= span.end
    })
    return found && (await this.#handlerPlace(found))
  }

  async #definitionsIn(document: vscode.TextDocument): Promise<readonly FoundDefinition[]> {
    const root = vscode.workspace.getWorkspaceFolder(document.uri)
    if (!root || document.uri.scheme !== 'file') return []
    const file = vscode.workspace.asRelativePath(document.uri, false)
    const all = await this.#definitionsOf(root)
    return all.filter(({ template }) => template === file).map(definition => ({ root, definition }))
  }

  #definitionsOf(root: vscode.WorkspaceFolder): Promise<readonly FunctionDefinition[]> {
    const key = root.uri.toString()
    const known = this.#definitions.get(key) ?? this.#index.definitionsIn(root)
    this.#definitions.set(key, known)
    known.catch(() => this.#definitions.delete(key))
    return known
  }

  async #chooseDefinition({ root, handler, definition }: FoundHandler): Promise<FunctionDefinition | undefined> {
    if (!definition) {
      throw new LensError(
        'no-definition',
        `No template names ${handler.file}#${handler.exportName}.`,
        'Name it as the handler of a function in a template.',
      )
    }
    const others = handler.otherDefinitions ?? []
    if (others.length === 0) return definition
    const all = await this.#definitionsOf(root)
    const choices = [definition, ...others.flatMap(key => all.find(one => isSame(one, key)) ?? [])]
    const items = choices.map(choice => ({ label: choice.logicalId, description: choice.template, choice }))
    const pick = await vscode.window.showQuickPick(items, { placeHolder: 'Which definition?' })
    return pick?.choice
  }

  /** Where the handler's name stands in the source as the editor has it; else its line. */
  async #handlerPlace({ root, definition }: FoundDefinition): Promise<vscode.Location> {
    const { source, logicalId, reason } = definition
    if (!source) {
      throw new LensError(
        'no-source',
        `The source of ${logicalId} was not found.`,
        reason ?? 'Check the handler string and the folder of the code.',
      )
    }
    const uri = vscode.Uri.joinPath(root.uri, source.file)
    const document = await vscode.workspace.openTextDocument(uri)
    const handlers = await this.#index.handlersIn(document)
    const span = handlers.find(({ handler }) => handler.exportName === source.exportName)?.handler.span
    const place = span
      ? new vscode.Range(document.positionAt(span.start), document.positionAt(span.end))
      : new vscode.Position(source.line - 1, 0)
    return new vscode.Location(uri, place)
  }
}

/** The handler string where it stands in the template, else the definition's first line. */
async function definitionPlace({ root, definition }: FoundDefinition): Promise<vscode.Location> {
  const uri = vscode.Uri.joinPath(root.uri, definition.template)
  const document = await vscode.workspace.openTextDocument(uri)
  const span = definition.spans['handler']
  const { line } = definition
  const place = span
    ? new vscode.Range(document.positionAt(span.start), document.positionAt(span.end))
    : document.lineAt(Math.min(line, document.lineCount) - 1).range
  return new vscode.Location(uri, place)
}

/** The definition around the cursor, else the last one above it, else the user's pick. */
async function chooseAt(
  found: readonly FoundDefinition[],
  editor: vscode.TextEditor,
): Promise<FoundDefinition | undefined> {
  const { document, selection } = editor
  const offset = document.offsetAt(selection.active)
  const around = found.find(({ definition: { spans } }) =>
    ['handler', 'properties'].some(name => {
      const span = spans[name]
      return span !== undefined && span.start <= offset && offset <= span.end
    }),
  )
  const line = selection.active.line + 1
  const above = found.filter(({ definition }) => definition.line <= line)
  const nearest = above.toSorted((a, b) => b.definition.line - a.definition.line)[0]
  const chosen = around ?? nearest ?? (found.length === 1 ? found[0] : undefined)
  if (chosen) return chosen
  const items = found.map(one => ({ label: one.definition.logicalId, description: one.definition.handler ?? '', one }))
  const pick = await vscode.window.showQuickPick(items, { placeHolder: 'Which function?' })
  return pick?.one
}

async function show({ uri, range }: vscode.Location): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: range })
}

function isSame(a: DefinitionKey, b: DefinitionKey): boolean {
  return a.template === b.template && a.logicalId === b.logicalId
}
