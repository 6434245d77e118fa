import type { EventSource } from '#handlers/eventSource.ts'
import { account, type EventTemplate, epochMs, orderJson, requestId, sourceIp } from './eventTemplate.ts'

const apiId = 'a1b2c3d4e5'
const domainName = `${apiId}.execute-api.us-east-1.amazonaws.com`
const userAgent = 'curl/8.5.0'
const headers = { accept: '*/*', 'content-type': 'application/json', host: domainName, 'user-agent': userAgent }
/** As API Gateway writes the time of `epochMs`. */
const requestTime = '05/Jan/2026:09:30:00 +0000'

/** https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html */
export const restApi: EventTemplate = {
  label: 'API Gateway, REST API',
  types: ['api'],
  event(source) {
    const { method, resource, path, parameters } = route(source)
    return {
      resource,
      path,
      httpMethod: method,
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: parameters ?? null,
      stageVariables: null,
      requestContext: {
        accountId: account,
        apiId,
        domainName,
        domainPrefix: apiId,
        extendedRequestId: 'Xk2hOFZ4IAMFqzw=',
        httpMethod: method,
        identity: { sourceIp, userAgent },
        path: `/prod${path}`,
        protocol: 'HTTP/1.1',
        requestId,
        requestTime,
        requestTimeEpoch: epochMs,
        resourceId: 'r1s2t3',
        resourcePath: resource,
        stage: 'prod',
      },
      body: hasBody(method) ? orderJson : null,
      isBase64Encoded: false,
    }
  },
}

export const httpApi: EventTemplate = {
  label: 'API Gateway, HTTP API',
  types: ['api'],
  event(source) {
    const { method, resource, ...rest } = route(source)
    return version2(`${method} ${resource}`, method, rest)
  },
}

export const functionUrl: EventTemplate = {
  label: 'Function URL',
  types: ['function-url'],
  event: () => version2('$default', 'GET', { path: '/' }),
}

function version2(
  routeKey: string,
  method: string,
  { path, parameters }: { readonly path: string; readonly parameters?: Readonly<Record<string, string>> },
) {
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: account,
      apiId,
      domainName,
      domainPrefix: apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent },
      requestId,
      routeKey,
      stage: '$default',
      time: requestTime,
      timeEpoch: epochMs,
    },
    ...(parameters ? { pathParameters: parameters } : {}),
    ...(hasBody(method) ? { body: orderJson } : {}),
    isBase64Encoded: false,
  }
}

/** `/orders/{id}` → `/orders/1001` with the parameter `id`; `{proxy+}` is one of several segments. */
function route(source: EventSource | undefined) {
  const method = source?.method?.toUpperCase() ?? 'GET'
  const resource = source?.path ?? '/orders/{id}'
  const names = [...resource.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name)
  const path = resource.replaceAll(/\{[^}]+\}/g, '1001')
  const isAny = method === 'ANY' || method === '*' || method === 'X-AMAZON-APIGATEWAY-ANY-METHOD'
  return {
    method: isAny ? 'GET' : method,
    resource,
    path,
    ...(names.length > 0 ? { parameters: Object.fromEntries(names.map(name => [name, '1001'])) } : {}),
  }
}

function hasBody(method: string): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method)
}
