import * as vscode from 'vscode'
import { parseBudget } from '#bundle/budget.ts'
import { settings } from '../contributions.ts'
import type { Budget } from './sizeText.ts'

export function importHintsEnabled(scope: vscode.ConfigurationScope): boolean {
  return vscode.workspace.getConfiguration(settings.section, scope).get(settings.importHints, true)
}

/** What a minified bundle may have. */
export function bundleBudget(scope: vscode.ConfigurationScope): Budget {
  const value = vscode.workspace.getConfiguration(settings.section, scope).get<unknown>(settings.bundleBudget)
  const text = typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '')
  if (text === '') return {}
  try {
    return { bytes: parseBudget(text) }
  } catch {
    return { unread: text }
  }
}
