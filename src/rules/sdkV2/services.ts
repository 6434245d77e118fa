import type { ImportedName } from '../analysis/importedName.ts'

/** A service of the SDK v2 whose common calls mean the same in v3, but for what stands here. */
export interface TranslatedService {
  readonly package: string
  readonly client: string
  /** Members of answers that are of another type in v3, by operation. */
  readonly changedMembers?: Readonly<Record<string, string>>
  /** Methods that v3 has in another shape, or not at all. */
  readonly without?: readonly string[]
  /** v3 leaves empty lists out of answers, where v2 had them: services that answer in XML. */
  readonly dropsEmptyLists?: boolean
}

const xml = { dropsEmptyLists: true }

/** Compared with aws-sdk 2.1693.0 and v3 3.1169.0: each operation of v2 has a command of its name. */
const services: Readonly<Record<string, TranslatedService>> = {
  CloudWatch: { package: 'cloudwatch', client: 'CloudWatchClient', ...xml },
  CognitoIdentityServiceProvider: { package: 'cognito-identity-provider', client: 'CognitoIdentityProviderClient' },
  DynamoDB: { package: 'dynamodb', client: 'DynamoDBClient' },
  EventBridge: { package: 'eventbridge', client: 'EventBridgeClient' },
  Lambda: { package: 'lambda', client: 'LambdaClient', changedMembers: { invoke: 'Payload' } },
  S3: {
    package: 's3',
    client: 'S3Client',
    changedMembers: { getObject: 'Body', getObjectTorrent: 'Body', selectObjectContent: 'Payload' },
    without: [
      'getBucketLifecycle',
      'getBucketNotification',
      'putBucketLifecycle',
      'putBucketNotification',
      'upload',
      'writeGetObjectResponse',
    ],
    ...xml,
  },
  SES: { package: 'ses', client: 'SESClient', without: ['sendRawEmail'], ...xml },
  SNS: { package: 'sns', client: 'SNSClient', ...xml },
  SQS: { package: 'sqs', client: 'SQSClient' },
  SSM: { package: 'ssm', client: 'SSMClient' },
  STS: { package: 'sts', client: 'STSClient', ...xml },
  SecretsManager: {
    package: 'secrets-manager',
    client: 'SecretsManagerClient',
    changedMembers: { getSecretValue: 'SecretBinary' },
  },
  StepFunctions: { package: 'sfn', client: 'SFNClient' },
}

/** Methods that all services of v2 have besides their operations. */
const general = new Set(['makeRequest', 'makeUnauthenticatedRequest', 'waitFor'])

const documentOperations: Readonly<Record<string, string>> = {
  batchGet: 'BatchGetCommand',
  batchWrite: 'BatchWriteCommand',
  delete: 'DeleteCommand',
  get: 'GetCommand',
  put: 'PutCommand',
  query: 'QueryCommand',
  scan: 'ScanCommand',
  transactGet: 'TransactGetCommand',
  transactWrite: 'TransactWriteCommand',
  update: 'UpdateCommand',
}

/** A class of v2: `S3`, or the document client. */
export interface V2Class {
  readonly service: TranslatedService
  readonly isDocumentClient: boolean
}

export function isV2Module(module: string): boolean {
  return /^aws-sdk(\/|$)/.test(module)
}

/** The name that leads to a class of v2 from the whole SDK: `['DynamoDB', 'DocumentClient']`; empty for the SDK itself. */
export function v2Path({ module, path }: ImportedName): readonly string[] | undefined {
  if (module === 'aws-sdk') return path
  const [, entry] = /^aws-sdk\/clients\/(\w+?)(?:\.js)?$/.exec(module) ?? []
  const name = entry && Object.keys(services).find(service => service.toLowerCase() === entry)
  return name === undefined ? undefined : [name, ...path]
}

export function v2Class([name = '', ...below]: readonly string[]): V2Class | undefined {
  const service = services[name]
  if (!service) return
  const isDocumentClient = name === 'DynamoDB' && below.join('.') === 'DocumentClient'
  return isDocumentClient || below.length === 0 ? { service, isDocumentClient } : undefined
}

/** The command of v3 that does what a method of v2 does; undefined where it has another shape. */
export function commandFor({ service, isDocumentClient }: V2Class, method: string): string | undefined {
  if (isDocumentClient) return documentOperations[method]
  if (general.has(method) || service.without?.includes(method)) return
  return `${method.charAt(0).toUpperCase()}${method.slice(1)}Command`
}
