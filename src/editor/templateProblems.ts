import * as vscode from 'vscode'
import type { FolderProblems, WorkspaceIndex } from './workspaceIndex.ts'

/** Files that could not be read, such as a template that does not parse, as problems at their first line. */
export class TemplateProblems {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('lambda-lens')
  readonly #subscription: vscode.Disposable

  constructor(index: WorkspaceIndex) {
    this.#subscription = index.onDidRead(found => this.#show(found))
  }

  dispose(): void {
    this.#subscription.dispose()
    this.#diagnostics.dispose()
  }

  #show({ root, problems }: FolderProblems): void {
    const folder = `${root.uri.toString()}/`
    this.#diagnostics.forEach(uri => {
      if (uri.toString().startsWith(folder)) this.#diagnostics.delete(uri)
    })
    for (const { file, reason } of problems) {
      const start = new vscode.Range(0, 0, 0, Number.MAX_SAFE_INTEGER)
      const diagnostic = new vscode.Diagnostic(start, reason, vscode.DiagnosticSeverity.Warning)
      diagnostic.source = 'Lambda Lens'
      this.#diagnostics.set(vscode.Uri.joinPath(root.uri, file), [diagnostic])
    }
  }
}
