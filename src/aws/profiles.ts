import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader'

export type ProfileKind = 'keys' | 'sso' | 'login' | 'role' | 'process' | 'web-identity' | 'unknown'

/** A profile of the shared configuration files, without its secrets. */
export interface AwsProfile {
  readonly name: string
  /** Where its credentials come from. */
  readonly kind: ProfileKind
  readonly region?: string
  /** The profile whose credentials assume the role. */
  readonly sourceProfile?: string
  /** A code of this device is asked for when the role is assumed. */
  readonly mfaDevice?: string
}

/** What AWS's own tools use unless they are told otherwise. */
export interface AwsDefaults {
  readonly profile?: string
  readonly region?: string
}

type Section = Readonly<Record<string, string | undefined>>

/**
 * The profiles of `~/.aws/config` and `~/.aws/credentials`, or of the files that `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` name, sorted. None where there are no such files.
 */
export async function readProfiles(): Promise<readonly AwsProfile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true })
  const names = new Set([...Object.keys(configFile).filter(isProfile), ...Object.keys(credentialsFile)])
  return [...names].toSorted().map(name => profileOf(name, { ...configFile[name], ...credentialsFile[name] }))
}

/** By the environment, and by the `default` profile. */
export function awsDefaults(profiles: readonly AwsProfile[], env = process.env): AwsDefaults {
  const named = env['AWS_PROFILE'] || 'default'
  const profile = env['AWS_PROFILE'] || profiles.find(({ name }) => name === 'default')?.name
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || profiles.find(({ name }) => name === named)?.region
  return { ...(profile && { profile }), ...(region && { region }) }
}

/** The profile itself, those whose credentials it uses, and so on; each once. */
export function sourcesOf(name: string, profiles: readonly AwsProfile[]): readonly AwsProfile[] {
  const found: AwsProfile[] = []
  let at = profiles.find(profile => profile.name === name)
  while (at && !found.includes(at)) {
    found.push(at)
    const source = at.sourceProfile
    at = profiles.find(profile => profile.name === source)
  }
  return found
}

/** The loader gives sections such as `[sso-session work]` the name `sso-session.work`. */
function isProfile(section: string): boolean {
  return !/^(sso-session|services)\./.test(section)
}

function profileOf(name: string, section: Section): AwsProfile {
  const { region, source_profile: sourceProfile, mfa_serial: mfaDevice } = section
  return {
    name,
    kind: kindOf(section),
    ...(region && { region }),
    ...(sourceProfile && { sourceProfile }),
    ...(mfaDevice && { mfaDevice }),
  }
}

/** In the order of the SDK. */
function kindOf(section: Section): ProfileKind {
  if (section['role_arn'] && section['web_identity_token_file']) return 'web-identity'
  if (section['role_arn']) return 'role'
  if (section['aws_access_key_id']) return 'keys'
  if (section['credential_process']) return 'process'
  if (section['sso_session'] || section['sso_start_url'] || section['sso_account_id']) return 'sso'
  return section['login_session'] ? 'login' : 'unknown'
}
