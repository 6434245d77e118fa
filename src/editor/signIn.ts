import * as vscode from 'vscode'
import type { AwsAccount } from './awsAccount.ts'
import { commandIn, isAboutSigningIn } from './problemWords.ts'
import type { LensState } from './lensState.ts'
import type { StatisticsCache } from './statisticsCache.ts'
import { refuseUntrusted } from './trust.ts'
import type { FoundHandler } from './workspaceIndex.ts'

const inTerminal = 'Open Terminal'
const copied = 'Copy Command'
const otherProfile = 'Choose Profile…'
const again = 'Try Again'

/**
 * *Sign In to AWS*: tells what is missing with the exact command, and reads again with what there is by then; only now may
 * an MFA code be asked for. Waits for no answer.
 */
export async function signIn(found: FoundHandler | undefined, aws: AwsAccount, statistics: StatisticsCache) {
  refuseUntrusted()
  aws.invite()
  const problem = found ? problemOf(statistics.stateOf(found)) : statistics.problems.find(isAboutSigningIn)
  const command = problem && commandIn(problem)
  if (problem && command !== undefined) {
    const message = `${problem.message} ${problem.remedy}`
    void vscode.window.showInformationMessage(message, inTerminal, copied, otherProfile, again).then(async answer => {
      if (answer === inTerminal) typeIn(command)
      if (answer === copied) await vscode.env.clipboard.writeText(command)
      if (answer === otherProfile) await aws.choose(found?.root)
      if (answer === again) await aws.renew()
    })
    return
  }
  if (problem?.code === 'profile-missing' || !problem) await aws.choose(found?.root)
  else await aws.renew()
}

/** The user presses Enter: nothing is run unasked. */
function typeIn(command: string): void {
  const terminal = vscode.window.createTerminal('AWS sign-in')
  terminal.show()
  terminal.sendText(command, false)
}

function problemOf(state: LensState) {
  return state.kind === 'unanswered' || state.kind === 'deployed' ? state.problem : undefined
}
