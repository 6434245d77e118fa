import { type ProtocolAnswer, type ProtocolRequest, type ProtocolServer, serveProtocol } from './protocolServer.ts'

export interface RemoteResource {
  readonly logicalId: string
  readonly type: string
  /** Absent while it is being made. */
  readonly physicalId?: string
  readonly status?: string
}

/** Stacks by name or ARN, behind CloudFormation's own protocol, in pages as small as a test wants them. */
export async function serveCloudFormation(
  stacks: Readonly<Record<string, readonly RemoteResource[]>>,
  pageSize = 100,
): Promise<ProtocolServer> {
  return await serveProtocol(request => answerCloudFormation(request, stacks, pageSize))
}

/** What CloudFormation answers to a request of the Query protocol. */
export function answerCloudFormation(
  { body }: ProtocolRequest,
  stacks: Readonly<Record<string, readonly RemoteResource[]>>,
  pageSize = 100,
): ProtocolAnswer {
  const asked = new URLSearchParams(body)
  const name = asked.get('StackName') ?? ''
  const action = asked.get('Action')
  if (action !== 'ListStackResources') return refusal('InvalidAction', `Could not find operation ${action}`)
  const resources = stacks[name]
  if (!resources) return refusal('ValidationError', `Stack with id ${name} does not exist`)
  const start = Number(asked.get('NextToken') ?? 0)
  const next = start + pageSize
  return xml(`<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <ListStackResourcesResult>
    <StackResourceSummaries>${resources.slice(start, next).map(member).join('')}</StackResourceSummaries>
    ${next < resources.length ? `<NextToken>${next}</NextToken>` : ''}
  </ListStackResourcesResult>
  <ResponseMetadata><RequestId>2d06e36c-ac1d-11e0-a958-f9382b6eb86b</RequestId></ResponseMetadata>
</ListStackResourcesResponse>`)
}

function member({ logicalId, type, physicalId, status = 'CREATE_COMPLETE' }: RemoteResource): string {
  return `<member>
  <LogicalResourceId>${logicalId}</LogicalResourceId>
  ${physicalId === undefined ? '' : `<PhysicalResourceId>${physicalId}</PhysicalResourceId>`}
  <ResourceType>${type}</ResourceType>
  <ResourceStatus>${status}</ResourceStatus>
  <LastUpdatedTimestamp>2026-11-20T08:15:00.000Z</LastUpdatedTimestamp>
</member>`
}

/** Errors of the Query protocol: the code is in the document. */
export function refusal(code: string, message: string, status = 400): ProtocolAnswer {
  return xml(
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>2d06e36c-ac1d-11e0-a958-f9382b6eb86b</RequestId>
</ErrorResponse>`,
    status,
  )
}

function xml(text: string, status = 200): ProtocolAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, text }
}
