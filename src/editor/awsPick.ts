import * as vscode from 'vscode'
import type { AwsAccess, AwsPlace } from './awsAccess.ts'

interface Item<Value> extends vscode.QuickPickItem {
  readonly value: Value
}

const regionCode = /^[a-z]{2,}(-[a-z]+)+-\d+$/

/** Lets the user choose a profile of the AWS config files and then a region; undefined when either is waved away. */
export async function pickAwsPlace(
  access: AwsAccess,
  now: AwsPlace,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AwsPlace | undefined> {
  const isOneOfMany = folder !== undefined && (vscode.workspace.workspaceFolders?.length ?? 0) > 1
  const title = `Lambda Lens: AWS Profile and Region${isOneOfMany ? ` of ${folder.name}` : ''}`
  const chosen = await pickProfile(access, now, title)
  if (!chosen) return
  const { profile } = chosen.value
  const region = await pickRegion(access, profile === now.profile ? now : chosen.value, title)
  return region === undefined ? undefined : { ...(profile !== undefined && { profile }), region }
}

async function pickProfile(access: AwsAccess, now: AwsPlace, title: string): Promise<Item<AwsPlace> | undefined> {
  const profiles = await access.profiles()
  const defaults = await access.effective({})
  const byDefault: Item<AwsPlace> = {
    label: 'As AWS’s own tools choose',
    description: [defaults.profile ?? 'environment', defaults.region].filter(Boolean).join(' · '),
    iconPath: new vscode.ThemeIcon('settings-gear'),
    picked: now.profile === undefined,
    value: {},
  }
  const items: Item<AwsPlace>[] = profiles.map(({ name, kind, region }) => ({
    label: name,
    description: [kind, region].filter(Boolean).join(' · '),
    iconPath: new vscode.ThemeIcon('account'),
    picked: name === now.profile,
    value: { profile: name },
  }))
  const all = [...items, byDefault]
  return await vscode.window.showQuickPick(chosenFirst(all), {
    title,
    placeHolder: profiles.length > 0 ? 'Which profile?' : 'There is no profile in ~/.aws/config.',
    matchOnDescription: true,
  })
}

async function pickRegion(access: AwsAccess, place: AwsPlace, title: string): Promise<string | undefined> {
  const { region: now } = await access.effective(place)
  const known = access.regions.map(({ code, name }) => ({
    label: code,
    description: name,
    value: code,
    picked: code === now,
  }))
  const own =
    now !== undefined && known.every(({ value }) => value !== now) ? [{ label: now, value: now, picked: true }] : []
  const other = { label: 'Another region…', iconPath: new vscode.ThemeIcon('edit'), value: undefined }
  const pick = await vscode.window.showQuickPick<Item<string | undefined>>(
    [...chosenFirst([...own, ...known]), other],
    {
      title,
      placeHolder: 'Which region?',
      matchOnDescription: true,
    },
  )
  if (!pick || pick.value !== undefined) return pick?.value
  const typed = await vscode.window.showInputBox({
    title,
    prompt: 'Region',
    placeHolder: 'eu-west-1',
    validateInput: text => (regionCode.test(text.trim()) ? undefined : 'A region is called like eu-west-1.'),
  })
  return typed?.trim()
}

function chosenFirst<Value extends vscode.QuickPickItem>(items: readonly Value[]): Value[] {
  return [...items.filter(({ picked }) => picked), ...items.filter(({ picked }) => !picked)]
}
