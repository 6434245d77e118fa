import { basename } from 'node:path'
import * as vscode from 'vscode'
import { checkPayload } from '#tuning/payload.ts'

export interface Payload {
  readonly name: string
  /** JSON text. */
  readonly text: string
}

interface PayloadItem extends vscode.QuickPickItem {
  readonly choice: vscode.Uri | 'empty' | 'browse' | 'separator'
}

const eventFiles = '**/{events,event,test-events,.events}/**/*.json'
const notOurs = '**/{node_modules,.aws-sam,cdk.out,dist}/**'
const mostFiles = 100

/**
 * Lets the user pick an event of the workspace, those whose name has something of `hint` first; undefined when none is
 * picked. Throws a `LensError` (`bad-payload`) when the file is no JSON.
 */
export async function pickPayload(hint: string, root: vscode.WorkspaceFolder): Promise<Payload | undefined> {
  const pattern = new vscode.RelativePattern(root, eventFiles)
  const files = await vscode.workspace.findFiles(pattern, notOurs, mostFiles)
  const items: PayloadItem[] = [
    ...sortByHint(files, hint).map(uri => ({
      label: basename(uri.path),
      iconPath: new vscode.ThemeIcon('json'),
      description: vscode.workspace.asRelativePath(uri, false),
      choice: uri,
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator, choice: 'separator' },
    { label: 'Empty event', description: '{}', iconPath: new vscode.ThemeIcon('symbol-object'), choice: 'empty' },
    { label: 'Another file…', iconPath: new vscode.ThemeIcon('folder-opened'), choice: 'browse' },
  ]
  const pick = await vscode.window.showQuickPick(items, {
    title: 'Lambda Lens: Payload',
    placeHolder: 'Which event does each call get?',
  })
  if (!pick || pick.choice === 'separator') return undefined
  if (pick.choice === 'empty') return { name: 'empty event', text: '{}' }
  const uri = pick.choice === 'browse' ? await browse(root) : pick.choice
  return uri && (await readPayload(uri))
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

function sortByHint(files: readonly vscode.Uri[], hint: string): vscode.Uri[] {
  const words = wordsOf(hint)
  const score = (uri: vscode.Uri) => wordsOf(basename(uri.path, '.json')).filter(word => words.includes(word)).length
  return [...files].sort((a, b) => score(b) - score(a) || (a.path < b.path ? -1 : 1))
}

/** `ResizeImageFunction` → resize, image; words that every name has say nothing. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '' && !['function', 'handler', 'event', 'lambda'].includes(word))
}
