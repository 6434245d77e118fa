import type { SdkRequest } from './sdkRequest.ts'

const reading = /^(Admin)?(BatchGet|Describe|Get|Head|List|TransactGet)[A-Z]|^(Query|Scan|GetItem)$/

/** Services that only answer, where what is called so changes nothing. */
const stateful: Readonly<Record<string, RegExp>> = {
  appconfigdata: /./,
  'cognito-identity': /./,
  'cognito-identity-provider': /^(GetUser|GetTokensFromRefreshToken)$/,
  sfn: /^GetActivityTask$/,
  sts: /^(?!GetCallerIdentity$)/,
}

/**
 * Whether an operation only reads, by the names that AWS gives its operations. Not those that hand out work, tokens or
 * identities, nor those that check who is calling, on which what follows may depend.
 */
export function isReadOperation({ service, operation }: Pick<SdkRequest, 'service' | 'operation'>): boolean {
  return reading.test(operation) && !stateful[service]?.test(operation)
}
