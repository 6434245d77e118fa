import assert from 'node:assert/strict'
import { commands } from '#editor/contributions.ts'
import { commandFor } from '#editor/lensCommand.ts'
import type { LensState } from '#editor/lensState.ts'
import { commandIn } from '#editor/problemWords.ts'
import { deployed, deployedState, problem, statistics } from '../../support/lensStates.ts'

const unanswered = (code: string): LensState => ({ kind: 'unanswered', deployed, problem: problem(code) })

describe('a click on a lens', () => {
  const cases: readonly (readonly [string, LensState, keyof typeof commands])[] = [
    ['with figures', deployedState({ statistics }), 'showReport'],
    ['with figures of the lab', { kind: 'known', statistics }, 'showReport'],
    ['with old figures', deployedState({ statistics }, { problem: problem('unreachable') }), 'showReport'],
    ['with old figures, signed out', deployedState({ statistics }, { problem: problem('signed-out') }), 'signIn'],
    ['without calls', deployedState(), 'refreshStatistics'],
    ['not linked', { kind: 'notLinked', reason: 'No.' }, 'link'],
    ['not run by the lab', { kind: 'notInLab', language: 'go' }, 'link'],
    ['without a lab', { kind: 'notRunning' }, 'runInLab'],
    ['without calls in the lab', { kind: 'noCalls' }, 'refreshStatistics'],
    ['that failed', { kind: 'failed', reason: 'No.' }, 'refreshStatistics'],
    ['signed out', unanswered('signed-out'), 'signIn'],
    ['with expired credentials', unanswered('credentials-expired'), 'signIn'],
    ['without an MFA code', unanswered('mfa-missing'), 'signIn'],
    ['without its profile', unanswered('profile-missing'), 'signIn'],
    ['without a region', unanswered('region-missing'), 'chooseAws'],
    ['not deployed there', unanswered('not-found'), 'link'],
    ['denied', unanswered('access-denied'), 'refreshStatistics'],
    ['throttled', unanswered('throttled'), 'refreshStatistics'],
  ]
  for (const [name, state, command] of cases) {
    it(`${name} is ${command}`, () => assert.equal(commandFor(state), commands[command]))
  }
})

describe('the command of a remedy', () => {
  for (const [remedy, command] of [
    ['Run `aws sso login --profile work`.', 'aws sso login --profile work'],
    ['Run `aws sso login --profile a`, or `aws configure --profile a`.', 'aws sso login --profile a'],
    ['Run `rm -rf .`.', undefined],
    ['Set it, then try again.', undefined],
  ] as const) {
    it(`in “${remedy}” is ${command}`, () => assert.equal(commandIn(problem('signed-out', 'No.', remedy)), command))
  }
})
