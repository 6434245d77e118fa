import { isAbort, LensError } from '#common/errors.ts'
import type { AwsKeys } from './connection.ts'
import { awsDefaults, type AwsProfile, readProfiles, sourcesOf } from './profiles.ts'

export interface SharedCredentialsOptions {
  /** Absent: what AWS's own tools would use by the environment and the `default` profile. */
  readonly profile?: string
  /** Where the role of a profile is assumed that does not say it itself. */
  readonly region?: string
  /** Asks the user for the code of an MFA device; an AbortError where there is none. */
  mfaCode(device: string): Promise<string>
}

/** Keys that end sooner than this are asked for anew. */
const reserveMs = 5 * 60_000

/**
 * Keys by the shared configuration files: of static keys, SSO, assumed roles, `aws login`, processes and the
 * environment, as the SDK finds them. All who ask share one answer until it expires, and so one question for an MFA
 * code. Rejects with a `LensError` that says how to sign in.
 */
export function sharedCredentials(options: SharedCredentialsOptions): () => Promise<AwsKeys> {
  let current: Promise<AwsKeys> | undefined
  const load = () => {
    const loading = loadKeys(options)
    current = loading
    loading.catch(() => {
      if (current === loading) current = undefined
    })
    return loading
  }
  return async () => {
    const loading = current ?? load()
    const known = await loading
    if (endsMs(known) - Date.now() > reserveMs) return known
    return await (current === undefined || current === loading ? load() : current)
  }
}

function endsMs({ expiration }: AwsKeys): number {
  return expiration?.getTime() ?? Number.POSITIVE_INFINITY
}

async function loadKeys({ profile, region, mfaCode }: SharedCredentialsOptions): Promise<AwsKeys> {
  try {
    const { fromIni, fromNodeProviderChain } = await import('./credentialProviders.ts')
    const options = { ignoreCache: true, mfaCodeProvider: mfaCode }
    // A chosen profile is the only source: the chain would go on to others and hide what went wrong.
    const provider = profile === undefined ? fromNodeProviderChain(options) : fromIni({ ...options, profile })
    return await provider(region === undefined ? {} : { callerClientConfig: { region: () => Promise.resolve(region) } })
  } catch (error) {
    throw await explained(error, profile)
  }
}

async function explained(error: unknown, chosen: string | undefined): Promise<unknown> {
  if (isAbort(error) || error instanceof LensError || !(error instanceof Error)) return error
  const profiles = await readProfiles()
  const name = chosen ?? awsDefaults(profiles).profile
  if (name === undefined) return noCredentials(error)
  const sources = sourcesOf(name, profiles)
  if (sources.length === 0) return noProfile(name, error)
  return explainSource(name, sources, error)
}

function explainSource(name: string, sources: readonly AwsProfile[], error: Error): LensError {
  const { message } = error
  const sso = sources.find(({ kind }) => kind === 'sso')
  if (sso && /aws sso login|unauthorized|session token/i.test(message))
    return signedOut(sso.name, 'aws sso login', error)
  const login = sources.find(({ kind }) => kind === 'login')
  if (login && /aws login|token/i.test(message)) return signedOut(login.name, 'aws login', error)
  if (/MultiFactorAuthentication|MFA/.test(message)) {
    return new LensError(
      'mfa-refused',
      `AWS did not take the MFA code: ${message}`,
      'Try again with the next code.',
      error,
    )
  }
  const process = sources.find(({ kind }) => kind === 'process')
  // What the command writes may hold secrets.
  const what = process
    ? `The credential_process of the profile ${process.name} gave no credentials.`
    : `The profile ${name} gives no credentials: ${message}`
  const remedy = `Look at the profile ${process?.name ?? name} in ~/.aws/config, or choose another one.`
  return new LensError('credentials-missing', what, remedy, error)
}

function signedOut(profile: string, command: string, cause: Error): LensError {
  return new LensError(
    'signed-out',
    `You are not signed in to AWS with the profile ${profile}, or no longer.`,
    `Run \`${command} --profile ${profile}\`.`,
    cause,
  )
}

function noProfile(name: string, cause: Error): LensError {
  return new LensError(
    'profile-missing',
    `There is no profile ${name} in ~/.aws/config and ~/.aws/credentials.`,
    'Choose another one with “Lambda Lens: Choose AWS Profile and Region…”.',
    cause,
  )
}

function noCredentials(cause: Error): LensError {
  return new LensError(
    'credentials-missing',
    'There are no AWS credentials: neither in the environment nor in ~/.aws/config.',
    'Run `aws configure sso`, or choose a profile with “Lambda Lens: Choose AWS Profile and Region…”.',
    cause,
  )
}
