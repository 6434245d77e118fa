import * as vscode from 'vscode'
import { settings } from './contributions.ts'

export function codeLensEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.codeLensEnabled, true)
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
