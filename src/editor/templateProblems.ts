import * as vscode from 'vscode'
import type { Notify } from './notify.ts'
import type { FolderProblems, WorkspaceIndex } from './workspaceIndex.ts'

/** Files that could not be read, such as a template that does not parse, as problems at their first line. */
export class TemplateProblems {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('lambda-lens')
  readonly #index: WorkspaceIndex
  readonly #notify: Notify
  readonly #subscriptions: readonly vscode.Disposable[]

  constructor(index: WorkspaceIndex, notify: Notify) {
    this.#index = index
    this.#notify = notify
    this.#subscriptions = [
      index.onDidRead(found => this.#show(found)),
      index.onDidChange(() => this.#look(vscode.window.activeTextEditor)),
      vscode.window.onDidChangeActiveTextEditor(editor => this.#look(editor)),
    ]
    this.#look(vscode.window.activeTextEditor)
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#diagnostics).dispose()
  }

  /** Source files have their folder read by their lenses; a template does not. */
  #look(editor: vscode.TextEditor | undefined): void {
    const root = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri)
    if (!root || !/\.(ya?ml|json|template)$/.test(editor.document.fileName)) return
    if (editor.document.getText().includes('AWS::'))
      this.#index.read(root).catch((error: unknown) => this.#notify.error(error))
  }

  #show({ root, problems }: FolderProblems): void {
    const folder = `${root.uri.toString()}/`
    this.#diagnostics.forEach(uri => {
      if (uri.toString().startsWith(folder)) this.#diagnostics.delete(uri)
    })
    for (const file of new Set(problems.map(problem => problem.file))) {
      const ofFile = problems.filter(problem => problem.file === file)
      this.#diagnostics.set(
        vscode.Uri.joinPath(root.uri, file),
        ofFile.map(({ reason }) => warning(reason)),
      )
    }
  }
}

function warning(reason: string): vscode.Diagnostic {
  const firstLine = new vscode.Range(0, 0, 0, Number.MAX_SAFE_INTEGER)
  const diagnostic = new vscode.Diagnostic(firstLine, reason, vscode.DiagnosticSeverity.Warning)
  diagnostic.source = 'Lambda Lens'
  return diagnostic
}
