import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until, workspaceFile } from '../support/editor/workspace.ts'

const path = 'src/orders.mjs'

async function open(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(path))
  await vscode.window.showTextDocument(document)
  return document
}

/** `line: rule`, lines from 1. */
function findings(): string[] {
  return (
    vscode.languages
      .getDiagnostics(workspaceFile(path))
      // What the bundler says of text that does not parse is not theirs.
      .filter(({ source, code }) => source === 'Lambda Lens' && code !== 'bundle-failed')
      .map(({ range, code }) => `${range.start.line + 1}: ${typeof code === 'object' ? code.value : code}`)
  )
}

const found = (expected: readonly string[]) =>
  until(
    async () => findings(),
    seen => seen.join() === expected.join(),
  )

async function actionsAt(document: vscode.TextDocument, text: string, kind?: string): Promise<vscode.CodeAction[]> {
  const at = document.positionAt(document.getText().indexOf(text))
  const range = new vscode.Range(at, at.translate(0, 1))
  return await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind)
}

async function apply(actions: readonly vscode.CodeAction[], title: RegExp): Promise<void> {
  const action = actions.find(one => title.test(one.title))
  assert.ok(action?.edit, `${title} in ${actions.map(one => one.title).join(', ')}`)
  await vscode.workspace.applyEdit(action.edit)
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const start = document.getText().indexOf(from)
  assert.ok(start >= 0, from)
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to)
  await vscode.workspace.applyEdit(edit)
}

describe('rules', function () {
  this.timeout(60_000)
  let document: vscode.TextDocument
  let original = ''

  before(async () => {
    await vscode.extensions.getExtension('lambda-lens.lambda-lens')?.activate()
    document = await open()
    original = document.getText()
  })

  afterEach(async () => {
    await replace(document, document.getText(), original)
    await found(['4: hoist-sdk-client'])
  })

  it('mark what is made on every call of the handler, and nothing in other functions', async () => {
    await found(['4: hoist-sdk-client'])
    const [diagnostic] = vscode.languages.getDiagnostics(document.uri)
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Information)
    const { code } = diagnostic
    assert.ok(typeof code === 'object')
    // The page that the code links to is in the extension.
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(code.target)), /hoist-sdk-client/)
  })

  it('repair it behind the lightbulb', async () => {
    await found(['4: hoist-sdk-client'])
    const actions = await actionsAt(document, 'new DynamoDBClient', vscode.CodeActionKind.QuickFix.value)
    const preferred = actions.filter(({ isPreferred }) => isPreferred)
    assert.equal(preferred.length, 1)
    assert.equal(actions.filter(({ title }) => title.startsWith('Measure this fix')).length, 1)
    await apply(preferred, /once/)
    const text = document.getText()
    assert.ok(text.indexOf('new DynamoDBClient({})') < text.indexOf('export const handler'), text)
    await found([])
  })

  it('are switched off for a line by a comment', async () => {
    await found(['4: hoist-sdk-client'])
    await apply(await actionsAt(document, 'new DynamoDBClient'), /^Disable hoist-sdk-client/)
    assert.match(document.getText(), /lambda-lens-disable-next-line hoist-sdk-client/)
    await found([])
  })

  it('repair all of a file as a source action', async () => {
    await found(['4: hoist-sdk-client'])
    await vscode.commands.executeCommand('lambdaLens.fixAll')
    await found([])
    assert.match(document.getText(), /^import .*\n\nconst client = new DynamoDBClient/m)
  })

  it('follow the text as it is typed, and keep what they found while it does not parse', async () => {
    await replace(document, 'export const handler', 'const half = (\nexport const handler')
    await replace(document, 'return Item', 'return [Item')
    const seen: string[] = await found(['5: hoist-sdk-client'])
    assert.equal(seen.length, 1)
    const edits = (await actionsAt(document, 'new DynamoDBClient')).filter(({ title }) => /once/.test(title))
    assert.deepEqual(edits, [])
  })

  it('have the severity that the settings give them', async () => {
    const settings = vscode.workspace.getConfiguration('lambdaLens')
    const target = vscode.ConfigurationTarget.Workspace
    await settings.update('rules.severity', { 'hoist-sdk-client': 'off' }, target)
    await found([])
    await settings.update('rules.severity', { 'hoist-sdk-client': 'error' }, target)
    await found(['4: hoist-sdk-client'])
    assert.equal(vscode.languages.getDiagnostics(document.uri)[0]?.severity, vscode.DiagnosticSeverity.Error)
    await settings.update('rules.severity', undefined, target)
    await settings.update('rules.enabled', false, target)
    await found([])
    await settings.update('rules.enabled', undefined, target)
  })
})
