import type { EventSourceType } from '../eventSource.ts'

const typeOfService: Readonly<Record<string, EventSourceType>> = {
  sqs: 'sqs',
  kinesis: 'kinesis',
  dynamodb: 'dynamodb',
  kafka: 'kafka',
  mq: 'mq',
  rds: 'documentdb',
}

/** The kind of event source that an ARN names by its service; of a beginning of an ARN as well. */
export function arnSource(arn: string): EventSourceType | undefined {
  return typeOfService[/^arn:[^:]*:([\w-]+):/.exec(arn)?.[1] ?? '']
}
