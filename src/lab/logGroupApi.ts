import type { JsonObject } from './json.ts'
import { pageOf } from './logsPage.ts'
import type { LogClass, LogGroup, LogStore } from './logStore.ts'
import { ServiceError } from './serviceError.ts'

const CLASSES: readonly LogClass[] = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']
const MOST_IDENTIFIERS = 50
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** CloudWatch Logs' operations on groups. A function's first call makes its group; it can be made before as well. */
export class LogGroupApi {
  readonly #store: LogStore
  readonly #arnPrefix: string

  constructor(store: LogStore, arnPrefix: string) {
    this.#store = store
    this.#arnPrefix = arnPrefix
  }

  describe(request: JsonObject): Record<string, unknown> {
    const { page, next } = pageOf(this.#matching(request), request)
    return { logGroups: page.map(group => this.#wire(group)), ...next }
  }

  create(request: JsonObject): Record<string, unknown> {
    const name = request.string('logGroupName') ?? ''
    if (!/^[\w./#-]{1,512}$/.test(name)) throw invalid(`The log group's name ${name} is not valid.`)
    const wanted = request.string('logGroupClass') ?? 'STANDARD'
    const logClass = CLASSES.find(known => known === wanted)
    if (!logClass) throw invalid(`logGroupClass is one of ${CLASSES.join(', ')}, not ${wanted}.`)
    if (this.#store.group(name))
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists')
    this.#store.create(name, logClass)
    return {}
  }

  delete(request: JsonObject): Record<string, unknown> {
    this.#store.delete(this.#named(request).name)
    return {}
  }

  /** Without days the events are kept for ever. */
  setRetention(request: JsonObject): Record<string, unknown> {
    const group = this.#named(request)
    const days = request.number('retentionInDays')
    if (days === undefined) delete group.retentionDays
    else if (RETENTION_DAYS.includes(days)) group.retentionDays = days
    else throw invalid(`retentionInDays is one of ${RETENTION_DAYS.join(', ')}, not ${days}.`)
    return {}
  }

  /** Groups that are named and do not exist are left out. */
  #matching(request: JsonObject): readonly LogGroup[] {
    const prefix = request.string('logGroupNamePrefix') ?? ''
    const pattern = (request.string('logGroupNamePattern') ?? '').toLowerCase()
    const logClass = request.string('logGroupClass')
    const named = request.strings('logGroupIdentifiers').map(groupNameOf)
    if (named.length > MOST_IDENTIFIERS) throw invalid(`logGroupIdentifiers are at most ${MOST_IDENTIFIERS}.`)
    if (named.length > 0 && prefix + pattern !== '')
      throw invalid('logGroupIdentifiers stand alone: without logGroupNamePrefix or logGroupNamePattern.')
    return this.#store.groups.filter(
      group =>
        group.name.startsWith(prefix) &&
        group.name.toLowerCase().includes(pattern) &&
        (named.length === 0 || named.includes(group.name)) &&
        (logClass === undefined || group.logClass === logClass),
    )
  }

  #wire({ name, createdAt, bytes, logClass, retentionDays }: LogGroup): Record<string, unknown> {
    const logGroupArn = `${this.#arnPrefix}:log-group:${name}`
    return {
      logGroupName: name,
      creationTime: createdAt,
      arn: `${logGroupArn}:*`,
      logGroupArn,
      metricFilterCount: 0,
      storedBytes: bytes,
      logGroupClass: logClass,
      ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    }
  }

  #named(request: JsonObject): LogGroup {
    const group = this.#store.group(request.string('logGroupName') ?? '')
    if (!group) throw missing('log group')
    return group
  }
}

/** Of a name, or of an ARN with or without `:*` behind. */
export function groupNameOf(identifier: string): string {
  const name = identifier.split(':log-group:').at(-1) ?? identifier
  return name.endsWith(':*') ? name.slice(0, -2) : name
}

export function missing(what: 'log group' | 'log stream'): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`)
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}
