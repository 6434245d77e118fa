import * as vscode from 'vscode'
import type { ExcludeSetting } from '#handlers/excludedFiles.ts'
import { settings } from './contributions.ts'

export function codeLensEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.codeLensEnabled, true)
}

/** A copy: what the editor hands out is a proxy, which cannot be posted to a worker. */
export function filesExclude(scope: vscode.ConfigurationScope): ExcludeSetting {
  const exclude = vscode.workspace.getConfiguration('files', scope).get<ExcludeSetting>('exclude', {})
  return JSON.parse(JSON.stringify(exclude)) as ExcludeSetting
}

/** `onStartup`: the lab starts with the window; otherwise when something first needs it. */
export function labStart(): 'onDemand' | 'onStartup' {
  const value = vscode.workspace.getConfiguration(settings.section).get(settings.labStart)
  return value === 'onStartup' ? 'onStartup' : 'onDemand'
}

/** Fires after the named setting has another value. */
export function onSetting(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(`${settings.section}.${name}`)) listener()
  })
}
