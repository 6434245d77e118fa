import * as vscode from 'vscode'
import type { ExcludeSetting } from '#handlers/excludedFiles.ts'
import type { RuleSeverities } from './analysis.ts'
import { settings } from './contributions.ts'
import { defaultFigures, type FigureName, isFigureName } from './figures.ts'

export function codeLensEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.codeLensEnabled, true)
}

export function rulesEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.rulesEnabled, true)
}

/** What is not a severity is left out. */
export function ruleSeverities(scope: vscode.ConfigurationScope): RuleSeverities {
  const asked = vscode.workspace.getConfiguration(settings.section, scope).get<object>(settings.rulesSeverity, {})
  const known = ['off', 'info', 'warning', 'error'] as const
  const severities = Object.entries(asked).flatMap(([rule, value]) => {
    const severity = known.find(one => one === value)
    return severity ? [[rule, severity] as const] : []
  })
  return Object.fromEntries(severities)
}

export function bundleEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.bundleEnabled, true)
}

/** A copy: what the editor hands out is a proxy, which cannot be posted to a worker. */
export function filesExclude(scope: vscode.ConfigurationScope): ExcludeSetting {
  const exclude = vscode.workspace.getConfiguration('files', scope).get<ExcludeSetting>('exclude', {})
  return JSON.parse(JSON.stringify(exclude)) as ExcludeSetting
}

/** Dollars a day for reading logs; nothing that is no amount. */
export function statisticsBudget(): number {
  const value = vscode.workspace.getConfiguration(settings.section).get(settings.statisticsBudget)
  return typeof value === 'number' && value >= 0 ? value : 0.5
}

/** What a lens shows, in the order of the setting; names that are none are left out. */
export function lensFigures(scope: vscode.ConfigurationScope): readonly FigureName[] {
  const asked = vscode.workspace.getConfiguration(settings.section, scope).get<unknown>(settings.codeLensFigures)
  const found = Array.isArray(asked) ? [...new Set(asked.filter(isFigureName))] : []
  return found.length > 0 ? found : defaultFigures
}

/** Of the logs that are read, from an hour to thirty days. */
export function windowHours(scope: vscode.ConfigurationScope | undefined): number {
  const value = vscode.workspace.getConfiguration(settings.section, scope).get<unknown>(settings.statisticsWindow)
  return windows[String(value)] ?? 24
}

const windows: Readonly<Record<string, number>> = {
  '1h': 1,
  '3h': 3,
  '6h': 6,
  '12h': 12,
  '24h': 24,
  '3d': 72,
  '7d': 168,
  '14d': 336,
  '30d': 720,
}

/** `onStartup`: the lab starts with the window; otherwise when something first needs it. */
export function labStart(): 'onDemand' | 'onStartup' {
  const value = vscode.workspace.getConfiguration(settings.section).get(settings.labStart)
  return value === 'onStartup' ? 'onStartup' : 'onDemand'
}

/** The user's links from handlers to deployed functions, whatever the setting holds. */
export function functionLinks(scope: vscode.ConfigurationScope): unknown {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.links)
}

/** An emulator instead of AWS, as the machine has it; a workspace cannot set it. */
export function awsEndpoint(): string | undefined {
  return vscode.workspace.getConfiguration(settings.section).get<string>(settings.awsEndpoint)?.trim() || undefined
}

/** Fires after the named setting has another value. */
export function onSetting(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(`${settings.section}.${name}`)) listener()
  })
}
