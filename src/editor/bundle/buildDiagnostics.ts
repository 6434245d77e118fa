import * as vscode from 'vscode'
import type { WeighedHandler } from './keptSizes.ts'

/** The first error of each broken build, at its place. */
export class BuildDiagnostics {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('lambda-lens-bundle')
  #shown = ''

  show(all: Iterable<WeighedHandler>): void {
    const places = [...all].flatMap(placeOf)
    // Setting them again would move them back to where the text was.
    const shown = JSON.stringify(places)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#diagnostics.clear()
    for (const { uri, diagnostic } of places) {
      this.#diagnostics.set(uri, [...(this.#diagnostics.get(uri) ?? []), diagnostic])
    }
  }

  dispose(): void {
    this.#diagnostics.dispose()
  }
}

function placeOf({ found, size }: WeighedHandler): { uri: vscode.Uri; diagnostic: vscode.Diagnostic }[] {
  const { file, line, column, endColumn, text, remedy, code } = size.problem ?? {}
  if (file === undefined || line === undefined || column === undefined || code === undefined) return []
  const range = new vscode.Range(line - 1, column - 1, line - 1, (endColumn ?? column) - 1)
  const diagnostic = new vscode.Diagnostic(range, `${text} ${remedy}`, vscode.DiagnosticSeverity.Error)
  diagnostic.source = 'Lambda Lens'
  diagnostic.code = code
  return [{ uri: vscode.Uri.joinPath(found.root.uri, file), diagnostic }]
}
