import type { ProtocolAnswer } from './protocolServer.ts'

/** What STS answers to AssumeRole. */
export function assumedRole(key: string, expiration: Date): ProtocolAnswer {
  return {
    headers: { 'content-type': 'text/xml' },
    text: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
  <AssumedRoleUser><AssumedRoleId>A:b</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/admin/b</Arn></AssumedRoleUser>
  <Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>SK</SecretAccessKey><SessionToken>T</SessionToken>
  <Expiration>${expiration.toISOString()}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`,
  }
}
