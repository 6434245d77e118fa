import type * as vscode from 'vscode'
import { commands } from './contributions.ts'
import type { LensState } from './lensState.ts'
import { lensTitle, type LensTitleSource } from './lensText.ts'
import { lensTooltip, type TooltipSource } from './lensTooltip.ts'
import { isAboutSigningIn } from './problemWords.ts'
import type { FoundHandler } from './workspaceIndex.ts'

/** The lens that says how the handler runs. */
export function statisticsCommand(
  target: FoundHandler,
  state: LensState,
  source: LensTitleSource & TooltipSource,
): vscode.Command {
  const words = { title: lensTitle(state, source), tooltip: lensTooltip(state, source) }
  return { ...words, command: commandFor(state), arguments: [target] }
}

/** What a click on it does. */
export function commandFor(state: LensState): string {
  switch (state.kind) {
    case 'notRunning':
      return commands.runInLab
    case 'notInLab':
    case 'notLinked':
      return commands.link
    case 'known':
      return commands.showReport
    case 'deployed':
      if (state.problem && isAboutSigningIn(state.problem)) return commands.signIn
      return state.reading.statistics ? commands.showReport : commands.refreshStatistics
    case 'unanswered':
      if (isAboutSigningIn(state.problem)) return commands.signIn
      return state.problem.code === 'not-found' ? commands.link : commands.refreshStatistics
    default:
      return commands.refreshStatistics
  }
}

export function tuneCommand(target: FoundHandler): vscode.Command {
  return {
    title: 'Tune this function',
    tooltip: 'Measure it at several memory sizes in the lab and see which one to use',
    command: commands.tune,
    arguments: [target],
  }
}
