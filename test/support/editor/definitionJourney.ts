import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until, workspaceFile } from './workspace.ts'

export interface DefinitionJourney {
  /** Of the source, with the line of the handler's lens, from 1. */
  readonly file: string
  readonly line: number
  readonly logicalId: string
  readonly template: string
  /** The handler string as it stands in the template; absent where no place of it is known. */
  readonly handlerText?: string
  /** Where the way to the definition ends, from 1. */
  readonly templateLine: number
}

/** The tests of one kind of template: the lens, its tooltip, the way to the definition and back. */
export function testDefinitionJourney(journey: DefinitionJourney): void {
  const { file, line, logicalId, template, handlerText, templateLine } = journey

  it('has its lenses over the handler, and none over anything else', async () => {
    const lenses = await lensesOf(file)
    assert.deepEqual(new Set(lenses.map(({ range }) => range.start.line + 1)), new Set([line]))
  })

  it('is named in the tooltip of its lens', async () => {
    const tooltips = (await lensesOf(file)).map(({ command }) => command?.tooltip ?? '')
    assert.ok(
      tooltips.some(tooltip => tooltip.split('\n').includes(`${logicalId} in ${template}`)),
      tooltips.join('\n'),
    )
  })

  it('leads from the handler to its definition, by the cursor and by what the lens knows', async () => {
    await openAt(file, line)
    await vscode.commands.executeCommand('lambdaLens.goToDefinition')
    assert.deepEqual(place(), [template, templateLine])
    if (handlerText !== undefined) assert.equal(selectedText(), handlerText)
    const given = (await lensesOf(file)).flatMap(({ command }) => command?.arguments ?? [])[0]
    await openAt(file, 1)
    await vscode.commands.executeCommand('lambdaLens.goToDefinition', given)
    assert.deepEqual(place(), [template, templateLine])
  })

  it('leads from its definition back to the handler', async () => {
    await openAt(template, templateLine)
    await vscode.commands.executeCommand('lambdaLens.goToHandler')
    assert.deepEqual(place(), [file, line])
  })

  if (handlerText === undefined) return

  it('leads from the handler string to the handler, as Go to Definition does everywhere', async () => {
    const document = await openAt(template, templateLine)
    const inside = document.positionAt(document.getText().indexOf(handlerText) + 2)
    assert.deepEqual(await definitionsAt(document, inside), [`${file}:${line}`])
    assert.deepEqual(await definitionsAt(document, new vscode.Position(0, 0)), [])
  })
}

/** Lenses with their commands, once there are some. */
async function lensesOf(file: string): Promise<vscode.CodeLens[]> {
  const uri = workspaceFile(file)
  await vscode.workspace.openTextDocument(uri)
  return await until(
    async () => await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 9),
    lenses => lenses.length > 0,
  )
}

/** The cursor at the end of a line, from 1. */
export async function openAt(file: string, line: number): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(file))
  const { end } = document.lineAt(line - 1).range
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) })
  return document
}

/** File and line, from 1, at which the user is. */
function place(): [string, number] {
  const editor = vscode.window.activeTextEditor ?? assert.fail('no editor is open')
  return [vscode.workspace.asRelativePath(editor.document.uri, false), editor.selection.start.line + 1]
}

function selectedText(): string {
  const editor = vscode.window.activeTextEditor
  return editor?.document.getText(editor.selection) ?? ''
}

async function definitionsAt(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    position,
  )
  return found.map(one => {
    const { uri, range } = 'uri' in one ? one : { uri: one.targetUri, range: one.targetRange }
    return `${vscode.workspace.asRelativePath(uri, false)}:${range.start.line + 1}`
  })
}
