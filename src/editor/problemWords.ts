import type { LensError } from '#common/errors.ts'

const words: Readonly<Record<string, string>> = {
  'signed-out': 'Sign in to AWS…',
  'mfa-missing': 'AWS wants an MFA code…',
  'mfa-refused': 'AWS did not take the MFA code…',
  'profile-missing': 'The AWS profile is missing: choose…',
  'region-missing': 'No AWS region is chosen: choose…',
  'not-found': 'Not deployed there: link…',
  'clock-skewed': 'The clock of this machine is wrong',
  throttled: 'AWS throttles the questions',
  'too-many-queries': 'The account has too many queries open',
  'service-failed': 'AWS failed inside',
  'query-failed': 'CloudWatch gave up the query',
  'over-budget': 'The daily budget for reading logs is used up',
}

/** Why AWS gave no figures, in the few words of a lens. */
export function problemWords(problem: LensError): string {
  const { code } = problem
  const found = Object.hasOwn(words, code) ? words[code] : undefined
  if (found !== undefined) return found
  if (isAboutSigningIn(problem)) return 'Sign in to AWS…'
  if (code !== 'access-denied') return 'AWS did not answer'
  const action = deniedAction(problem)
  return action === undefined ? 'No permission to read its logs' : `No permission: ${action}`
}

/** Whether it helps to sign in, to enter a code or to choose another profile. */
export function isAboutSigningIn({ code }: LensError): boolean {
  return (
    code.startsWith('credentials-') || ['signed-out', 'mfa-missing', 'mfa-refused', 'profile-missing'].includes(code)
  )
}

/** The IAM action that a denied request needs: `logs:StartQuery`. */
function deniedAction({ message }: LensError): string | undefined {
  return /\b[a-z]+:[A-Z][A-Za-z]+\b/.exec(message)?.[0]
}

/** The command in a terminal that a remedy names: `aws sso login --profile work`. */
export function commandIn({ remedy }: LensError): string | undefined {
  return /`(aws [^`]+)`/.exec(remedy)?.[1]
}
