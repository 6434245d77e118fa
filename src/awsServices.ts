import { join } from 'node:path'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { listFunctions } from '#aws/functionList.ts'
import { logReader } from '#aws/logReader.ts'
import { awsDefaults, type AwsProfile, readProfiles } from '#aws/profiles.ts'
import { regions } from '#aws/regions.ts'
import { sharedCredentials } from '#aws/sharedCredentials.ts'
import { stackResources } from '#aws/stackResources.ts'
import { LensError } from '#common/errors.ts'
import type { AwsAccess, AwsPlace } from '#editor/awsAccess.ts'
import { KeptStatistics } from '#telemetry/keptStatistics.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { DailyBudget } from '#telemetry/scanBudget.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'
import { StatisticsStore } from '#telemetry/statisticsStore.ts'

export interface AwsServicesOptions {
  /** The place for an account, where it is known, as this machine has it. */
  placeFor(account: string | undefined): AwsPlace
  /** Of an emulator, from the settings of the machine; undefined for AWS itself. */
  endpoint(): string | undefined
  mfaCode(device: string): Promise<string>
  readonly statisticsFolder: string
  dailyBudget(): number
}

/** AWS for the editor: clients by profile and region, made when they are first needed. */
export function awsServices({ placeFor, endpoint, mfaCode, ...options }: AwsServicesOptions): AwsAccess {
  const clients = new Map<string, AwsClients>()
  const statistics = new Map<AwsClients, KeptStatistics>()
  const credentials = new Map<string | undefined, ReturnType<typeof sharedCredentials>>()
  const withCode = new Set<string | undefined>()

  async function clientsAt(place: AwsPlace): Promise<AwsClients> {
    const { profile, region } = await effective(place)
    if (region === undefined) {
      throw new LensError(
        'region-missing',
        'No AWS region is chosen.',
        'Run “Lambda Lens: Choose AWS Profile and Region…”.',
      )
    }
    const url = endpoint()
    const key = JSON.stringify([profile, region, url])
    const known = clients.get(key)
    if (known) return known
    const made = createClients({
      region,
      credentials: credentialsOf(place.profile, region),
      ...(url !== undefined && { endpoint: url }),
      ...(profile !== undefined && { profile }),
    })
    clients.set(key, made)
    return made
  }

  function credentialsOf(profile: string | undefined, region: string) {
    const code = async (device: string) => {
      const entered = await mfaCode(device)
      withCode.add(profile)
      return entered
    }
    const known =
      credentials.get(profile) ??
      sharedCredentials({ ...(profile !== undefined && { profile }), region, mfaCode: code })
    credentials.set(profile, known)
    return known
  }

  return {
    regions,
    profiles: async () => (await readProfiles()).map(profile => ({ ...profile, kind: describeKind(profile) })),
    effective,
    async signIn(place) {
      const { region } = await effective(place)
      if (region !== undefined) await credentialsOf(place.profile, region)()
    },
    async statistics(place) {
      const client = await clientsAt(place)
      const { profile, region } = await effective(place)
      const kept = statistics.get(client) ?? keptStatistics(client, `${profile ?? ''}/${region}`, options)
      statistics.set(client, kept)
      return kept
    },
    async *functions(place, signal) {
      yield* listFunctions(await clientsAt(place), signal)
    },
    stacks: stackResources(({ region, account }) =>
      clientsAt({ ...placeFor(account), ...(region !== undefined && { region }) }),
    ),
    reset() {
      for (const client of clients.values()) client.destroy()
      clients.clear()
      statistics.clear()
      // A code of an MFA device counts once: what it gave is kept until it ends.
      for (const profile of credentials.keys()) if (!withCode.has(profile)) credentials.delete(profile)
    },
  }
}

function keptStatistics(
  clients: AwsClients,
  place: string,
  { statisticsFolder, dailyBudget }: Pick<AwsServicesOptions, 'statisticsFolder' | 'dailyBudget'>,
): KeptStatistics {
  const logs = logReader(clients)
  const reader = new StatisticsReader({
    directory: functionDirectory(clients),
    logs,
    runner: new QueryRunner(logs),
    budget: new DailyBudget(join(statisticsFolder, 'spent'), dailyBudget()),
  })
  return new KeptStatistics(new StatisticsService(reader), new StatisticsStore(join(statisticsFolder, 'kept')), place)
}

/** A chosen profile brings its own region; the environment's is for those who choose nothing. */
async function effective({ profile, region }: AwsPlace): Promise<AwsPlace> {
  const profiles = await readProfiles()
  const defaults = awsDefaults(profiles)
  const own = profiles.find(({ name }) => name === profile)?.region
  const name = profile ?? defaults.profile
  const code = region ?? own ?? defaults.region
  return { ...(name !== undefined && { profile: name }), ...(code !== undefined && { region: code }) }
}

function describeKind({ kind, sourceProfile, mfaDevice }: AwsProfile): string {
  const words = {
    keys: 'access key',
    sso: 'SSO',
    login: 'aws login',
    role: sourceProfile === undefined ? 'role' : `role, by ${sourceProfile}`,
    process: 'credential process',
    'web-identity': 'web identity',
    unknown: 'no credentials',
  }
  return mfaDevice === undefined ? words[kind] : `${words[kind]}, with MFA`
}
