import { join } from 'node:path'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { listFunctions } from '#aws/functionList.ts'
import { logReader } from '#aws/logReader.ts'
import { metricReader } from '#aws/metricReader.ts'
import { fetchPrices } from '#aws/priceSource.ts'
import { awsDefaults, type AwsProfile, readProfiles } from '#aws/profiles.ts'
import { regions } from '#aws/regions.ts'
import { sharedCredentials } from '#aws/sharedCredentials.ts'
import { stackResources } from '#aws/stackResources.ts'
import { LensError } from '#common/errors.ts'
import type { AwsAccess, AwsPlace, DeployedStatistics } from '#editor/awsAccess.ts'
import type { PriceTable } from '#pricing/prices.ts'
import { DeploymentChanges } from '#telemetry/deploymentChanges.ts'
import { FunctionDetails } from '#telemetry/functionDetails.ts'
import { KeptStatistics } from '#telemetry/keptStatistics.ts'
import { LogVolumes } from '#telemetry/logVolumes.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { DailyBudget } from '#telemetry/scanBudget.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'
import { StatisticsStore } from '#telemetry/statisticsStore.ts'

export interface AwsServicesOptions {
  /** Of an emulator, from the settings of the machine; undefined for AWS itself. */
  endpoint(): string | undefined
  mfaCode(device: string): Promise<string>
  readonly statisticsFolder: string
  dailyBudget(): number
  /** As they were last refreshed; without it those that the program came with. */
  prices?(): PriceTable
}

/** AWS for the editor: clients by profile and region, made when they are first needed. */
export function awsServices({ endpoint, mfaCode, ...options }: AwsServicesOptions): AwsAccess {
  const clients = new Map<string, AwsClients>()
  const statistics = new Map<AwsClients, DeployedStatistics>()
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
      // An emulator has other functions of the same names.
      const at = [profile ?? '', region, endpoint()].filter(part => part !== undefined).join('/')
      const kept = statistics.get(client) ?? deployedStatistics(client, at, options)
      statistics.set(client, kept)
      return kept
    },
    async *functions(place, signal) {
      yield* listFunctions(await clientsAt(place), signal)
    },
    stacks: placeFor =>
      stackResources(({ region, account }) =>
        clientsAt({ ...placeFor(account), ...(region !== undefined && { region }) }),
      ),
    prices: async (region, signal) => await fetchPrices(region, signal, process.env['AWS_ENDPOINT_URL_PRICING']),
    reset() {
      for (const client of clients.values()) client.destroy()
      clients.clear()
      statistics.clear()
      // A code of an MFA device counts once: what it gave is kept until it ends.
      for (const profile of credentials.keys()) if (!withCode.has(profile)) credentials.delete(profile)
    },
  }
}

function deployedStatistics(
  clients: AwsClients,
  place: string,
  { statisticsFolder, dailyBudget, prices }: Pick<AwsServicesOptions, 'statisticsFolder' | 'dailyBudget' | 'prices'>,
): DeployedStatistics {
  const logs = logReader(clients)
  const directory = functionDirectory(clients)
  const runner = new QueryRunner(logs)
  const budget = new DailyBudget(join(statisticsFolder, 'spent'), dailyBudget())
  const ports = { directory, logs, runner, budget, ...(prices && { prices }) }
  const service = new StatisticsService(new StatisticsReader(ports))
  const kept = new KeptStatistics(service, new StatisticsStore(join(statisticsFolder, 'kept')), place, Date.now, prices)
  const changes = new DeploymentChanges({ directory, details: new FunctionDetails(ports) })
  const volumes = new LogVolumes(metricReader(clients), budget)
  return {
    statisticsOf: (target, hours, signal, isWanted) => kept.statisticsOf(target, hours, signal, isWanted),
    known: (target, hours) => kept.known(target, hours),
    async sinceDeployment(target, hours, signal) {
      const known = await kept.known(target, hours)
      return known && (await changes.since(known, hours * 3_600_000, signal))
    },
    logVolumes: (functions, signal) => volumes.of(functions, signal),
  }
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
