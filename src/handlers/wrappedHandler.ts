/** Variables in which layers that stand in for the handler are told the real one. */
const variables = ['NEW_RELIC_LAMBDA_HANDLER', 'DD_LAMBDA_HANDLER', 'LUMIGO_ORIGINAL_HANDLER', 'ORIG_HANDLER']
const wrapper = /newrelic|datadog|lumigo|^\/opt\//

/** The handler that a layer for monitoring calls; undefined where the handler is no such layer's, or it is not told. */
export function wrappedHandler(
  handler: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (handler === undefined || !wrapper.test(handler)) return
  return variables.map(name => environment[name]).find(value => value !== undefined)
}
