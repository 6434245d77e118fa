/** The names of Lambda's operations by method and path, for access rules. */
const ACTIONS: readonly (readonly [string, RegExp, string])[] = [
  ['GET', /^$/, 'ListFunctions'],
  ['POST', /^$/, 'CreateFunction'],
  ['GET', /^[^/]+$/, 'GetFunction'],
  ['DELETE', /^[^/]+$/, 'DeleteFunction'],
  ['GET', /\/configuration$/, 'GetFunctionConfiguration'],
  ['PUT', /\/configuration$/, 'UpdateFunctionConfiguration'],
  ['PUT', /\/code$/, 'UpdateFunctionCode'],
  ['POST', /\/versions$/, 'PublishVersion'],
  ['GET', /\/versions$/, 'ListVersionsByFunction'],
  ['POST', /\/(?:response-streaming-)?invocations$/, 'InvokeFunction'],
  ['GET', /\/aliases$/, 'ListAliases'],
  ['POST', /\/aliases$/, 'CreateAlias'],
  ['GET', /\/aliases\/[^/]+$/, 'GetAlias'],
  ['PUT', /\/aliases\/[^/]+$/, 'UpdateAlias'],
  ['DELETE', /\/aliases\/[^/]+$/, 'DeleteAlias'],
  ['GET', /\/concurrency$/, 'GetFunctionConcurrency'],
  ['PUT', /\/concurrency$/, 'PutFunctionConcurrency'],
  ['DELETE', /\/concurrency$/, 'DeleteFunctionConcurrency'],
  ['GET', /\/provisioned-concurrency$/, 'GetProvisionedConcurrencyConfig'],
  ['PUT', /\/provisioned-concurrency$/, 'PutProvisionedConcurrencyConfig'],
  ['DELETE', /\/provisioned-concurrency$/, 'DeleteProvisionedConcurrencyConfig'],
]

/** `lambda:GetFunction`, as access rules name what a request does; `lambda:` alone for what is no operation. */
export function lambdaAction(method: string, path: string): string {
  const rest = path.replace(/^\/[\d-]+\/functions\/?/, '').replace(/\/$/, '')
  const name = ACTIONS.find(([verb, pattern]) => verb === method && pattern.test(rest))?.[2]
  return `lambda:${name ?? ''}`
}
