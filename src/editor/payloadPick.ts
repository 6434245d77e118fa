import * as vscode from 'vscode'
import type { EventSource } from '#handlers/eventSource.ts'
import { checkPayload } from '#tuning/payload.ts'
import type { Payload } from './payload.ts'
import { type PayloadChoice, payloadChoices } from './payloadChoices.ts'
import type { PayloadHistory } from './payloadHistory.ts'

interface PayloadItem extends vscode.QuickPickItem {
  /** Absent: a separator. */
  readonly choice?: PayloadChoice | 'browse'
}

/** The editor's search takes no braces within braces. */
const eventFiles =
  '{**/events/**/*.json,**/event/**/*.json,**/test-events/**/*.json,**/.events/**/*.json,**/event.json}'
const notOurs = '**/{node_modules,.aws-sam,cdk.out,dist}/**'
const mostFiles = 100
const editButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('edit'),
  tooltip: 'Edit a copy first',
}

/**
 * Lets the user pick an event: saved ones of the workspace, what the function gets by its template, what was used
 * before. Undefined when none is picked, or one is to be edited first. Throws a `LensError` (`bad-payload`) for what is
 * no JSON.
 */
export async function pickPayload(
  hint: string,
  root: vscode.WorkspaceFolder,
  more: { readonly sources?: readonly EventSource[] | undefined; readonly history?: PayloadHistory | undefined } = {},
): Promise<Payload | undefined> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(root, eventFiles), notOurs, mostFiles)
  const uris = new Map(files.map(uri => [vscode.workspace.asRelativePath(uri, false), uri]))
  const groups = payloadChoices({
    hint,
    files: [...uris.keys()],
    open: unsavedJson(),
    history: more.history?.payloads ?? [],
    sources: more.sources ?? [],
  })
  const items = groups.flatMap(({ title, choices }): PayloadItem[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...choices.map(itemOf),
  ])
  const browsing: PayloadItem = {
    label: 'Another file…',
    iconPath: new vscode.ThemeIcon('folder-opened'),
    choice: 'browse',
  }
  const choice = await choose([...items, browsing])
  if (!choice) return undefined
  if (choice === 'browse') {
    const uri = await browse(root)
    return uri && (await readPayload(uri))
  }
  if ('path' in choice) {
    const uri = uris.get(choice.path)
    return uri && (await readPayload(uri))
  }
  const payload = { name: choice.label.toLowerCase(), text: checkPayload(choice.text, choice.label) }
  if (choice.isKept) await more.history?.add({ ...payload, name: choice.label })
  return payload
}

function itemOf(choice: PayloadChoice): PayloadItem {
  const { label, description, icon } = choice
  const buttons = 'text' in choice ? { buttons: [editButton] } : {}
  return { label, description, iconPath: new vscode.ThemeIcon(icon), choice, ...buttons }
}

/** A button of an item opens its text in an editor, from where it can be picked again. */
function choose(items: readonly PayloadItem[]): Promise<PayloadItem['choice']> {
  const quickPick = vscode.window.createQuickPick<PayloadItem>()
  quickPick.title = 'Lambda Lens: Payload'
  quickPick.placeholder = 'Which event does each call get?'
  quickPick.matchOnDescription = true
  quickPick.items = items
  return new Promise(resolve => {
    quickPick.onDidAccept(() => {
      resolve(quickPick.selectedItems[0]?.choice)
      quickPick.hide()
    })
    quickPick.onDidTriggerItemButton(({ item: { choice } }) => {
      quickPick.hide()
      if (choice && choice !== 'browse' && 'text' in choice) void edit(choice.text)
    })
    quickPick.onDidHide(() => {
      resolve(undefined)
      quickPick.dispose()
    })
    quickPick.show()
  })
}

async function edit(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content })
  await vscode.window.showTextDocument(document)
}

function unsavedJson(): Payload[] {
  return vscode.workspace.textDocuments
    .filter(({ isUntitled, isClosed, languageId }) => isUntitled && !isClosed && languageId === 'json')
    .map(document => ({ name: document.uri.path, text: document.getText() }))
}

async function browse(root: vscode.WorkspaceFolder): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    defaultUri: root.uri,
    filters: { JSON: ['json'] },
    openLabel: 'Use as Payload',
  })
  return chosen?.[0]
}

async function readPayload(uri: vscode.Uri): Promise<Payload> {
  const name = vscode.workspace.asRelativePath(uri, false)
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))
  return { name, text: checkPayload(text, name) }
}
