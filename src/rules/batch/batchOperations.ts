import type { SdkRequest } from '../sdk/sdkRequest.ts'

/** An operation for one item, and the one that takes several. Limits of November 2026. */
export interface BatchOperation {
  readonly batch: string
  /** Entries of a request, at the most. */
  readonly most: number
  /** Bytes of a request's entries, at the most, where the service sums them up. */
  readonly bytes: number
  /** What all entries of a request have in common. */
  readonly shared: string
  /** What an entry may have. */
  readonly own: readonly string[]
  /** Why one cannot be put in place of the other. */
  readonly why?: string
}

const repeatedKeys = 'A batch must not name a key twice, and nothing shows that the keys differ.'

const table = { shared: 'TableName', bytes: 16_000_000 }

const operations: Readonly<Record<string, BatchOperation>> = {
  'dynamodb.PutItem': { ...table, batch: 'BatchWriteItem', most: 25, own: ['Item'], why: repeatedKeys },
  'dynamodb.DeleteItem': { ...table, batch: 'BatchWriteItem', most: 25, own: ['Key'] },
  'dynamodb.GetItem': { ...table, batch: 'BatchGetItem', most: 100, own: ['Key'], why: repeatedKeys },
  'sqs.SendMessage': {
    batch: 'SendMessageBatch',
    most: 10,
    bytes: 262_144,
    shared: 'QueueUrl',
    own: ['MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageSystemAttributes'],
  },
  'sns.Publish': {
    batch: 'PublishBatch',
    most: 10,
    bytes: 262_144,
    shared: 'TopicArn',
    own: ['Message', 'Subject', 'MessageStructure', 'MessageAttributes'],
  },
  'eventbridge.PutEvents': { batch: 'PutEvents', most: 10, bytes: 262_144, shared: '', own: ['Entries'] },
  'kinesis.PutRecord': {
    batch: 'PutRecords',
    most: 500,
    bytes: 5_000_000,
    shared: 'StreamName',
    own: [],
    why: 'PutRecords keeps no order among its records, as PutRecord one by one does.',
  },
  'firehose.PutRecord': {
    batch: 'PutRecordBatch',
    most: 500,
    bytes: 4_000_000,
    shared: 'DeliveryStreamName',
    own: ['Record'],
  },
}

/** The operation that could take what requests of this one take one by one; undefined where there is none. */
export function batchOperation({ service, operation }: SdkRequest): BatchOperation | undefined {
  return operations[`${service}.${operation}`]
}
