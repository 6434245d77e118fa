import type { SdkRequest } from '../sdk/sdkRequest.ts'

/** An operation that answers page by page. */
export interface ListOperation {
  /** The member of an answer that is the list. */
  readonly items: string
  /** Whether the SDK has `paginate…` for it. */
  readonly hasPaginator: boolean
  /** Whether an answer has the list also when it is empty. */
  readonly isAlwaysThere: boolean
  /** Settings that ask for certain items, of which there are no more than those. */
  readonly chosenBy?: RegExp
}

const list = (items: string, more: Partial<ListOperation> = {}): ListOperation => ({
  items,
  hasPaginator: true,
  isAlwaysThere: false,
  ...more,
})

/** By service, without those whose lists are short by their nature. */
const operations: Readonly<Record<string, ListOperation>> = {
  'dynamodb.Query': list('Items', { isAlwaysThere: true }),
  'dynamodb.Scan': list('Items', { isAlwaysThere: true }),
  's3.ListObjectsV2': list('Contents'),
  's3.ListObjects': list('Contents', { hasPaginator: false }),
  's3.ListObjectVersions': list('Versions', { hasPaginator: false }),
  'ssm.GetParametersByPath': list('Parameters', { isAlwaysThere: true }),
  'ssm.DescribeParameters': list('Parameters', { isAlwaysThere: true }),
  'secrets-manager.ListSecrets': list('SecretList', { isAlwaysThere: true }),
  'lambda.ListFunctions': list('Functions', { isAlwaysThere: true }),
  'cognito-identity-provider.ListUsers': list('Users'),
  'cognito-identity-provider.ListUsersInGroup': list('Users'),
  'cloudwatch-logs.DescribeLogGroups': list('logGroups'),
  'cloudwatch-logs.DescribeLogStreams': list('logStreams'),
  'cloudwatch-logs.FilterLogEvents': list('events'),
  'sfn.ListExecutions': list('executions'),
  'sfn.ListStateMachines': list('stateMachines'),
  'cloudformation.ListStacks': list('StackSummaries'),
  'cloudformation.ListStackResources': list('StackResourceSummaries'),
  'ec2.DescribeInstances': list('Reservations', { chosenBy: /^InstanceIds$/ }),
  'ec2.DescribeVolumes': list('Volumes', { chosenBy: /^VolumeIds$/ }),
  'ec2.DescribeSnapshots': list('Snapshots', { chosenBy: /^SnapshotIds$/ }),
  'ecs.ListTasks': list('taskArns'),
  'ecs.ListServices': list('serviceArns'),
  'sns.ListSubscriptionsByTopic': list('Subscriptions'),
  'sns.ListTopics': list('Topics'),
  'sqs.ListQueues': list('QueueUrls', { chosenBy: /^QueueNamePrefix$/ }),
  'eventbridge.ListRules': list('Rules', { hasPaginator: false, chosenBy: /^NamePrefix$/ }),
  'iam.ListUsers': list('Users'),
  'iam.ListRoles': list('Roles'),
  'kms.ListKeys': list('Keys'),
  'organizations.ListAccounts': list('Accounts'),
  'rds.DescribeDBInstances': list('DBInstances', { chosenBy: /^DBInstanceIdentifier$/ }),
  'rds.DescribeDBSnapshots': list('DBSnapshots', { chosenBy: /^DBSnapshotIdentifier$/ }),
  'resource-groups-tagging-api.GetResources': list('ResourceTagMappingList', { chosenBy: /^ResourceARNList$/ }),
}

export function listOperation({ service, operation }: SdkRequest): ListOperation | undefined {
  return operations[`${service}.${operation}`]
}
