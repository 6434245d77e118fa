import type { JsonObject } from './json.ts'
import type { FunctionSettings } from './labFunction.ts'
import { NO_LAYERS } from './layers.ts'
import { changedLogging, DEFAULT_LOGGING } from './logging.ts'
import { invalidParameter, ServiceError } from './serviceError.ts'
import type { TracingMode } from './trace.ts'

/** What the service sets for a new function that does not say. */
const DEFAULTS = {
  memoryMb: 128,
  timeoutSeconds: 3,
  description: '',
  environment: {},
  ephemeralStorageMb: 512,
  logging: DEFAULT_LOGGING,
  tracing: 'PassThrough' as const,
  layers: NO_LAYERS,
}

const RESERVED_VARIABLES = new Set([
  ...[
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_NAME',
  ],
  ...['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE'],
  ...['AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'AWS_ACCESS_KEY'],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
])

/** The settings of a CreateFunction request. */
export function newSettings(request: JsonObject): FunctionSettings {
  const handler = request.string('Handler')
  const runtime = request.string('Runtime')
  const role = request.string('Role')
  if (handler === undefined || runtime === undefined)
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  if (role === undefined) throw validation('role', 'null', 'Member must not be null')
  const architecture = process.arch === 'arm64' ? ('arm64' as const) : ('x86_64' as const)
  return changedSettings(request, { ...DEFAULTS, handler, runtime, role, architecture })
}

/** Settings after an UpdateFunctionConfiguration request; what it does not name stays. Layers are seen to elsewhere. */
export function changedSettings(request: JsonObject, before: FunctionSettings): FunctionSettings {
  const [architecture] = request.strings('Architectures')
  const settings: FunctionSettings = {
    handler: request.string('Handler') ?? before.handler,
    runtime: request.string('Runtime') ?? before.runtime,
    role: request.string('Role') ?? before.role,
    memoryMb: request.number('MemorySize') ?? before.memoryMb,
    timeoutSeconds: request.number('Timeout') ?? before.timeoutSeconds,
    description: request.string('Description') ?? before.description,
    environment: request.has('Environment')
      ? request.object('Environment').object('Variables').stringEntries()
      : before.environment,
    architecture: architecture === 'arm64' || architecture === 'x86_64' ? architecture : before.architecture,
    ephemeralStorageMb: request.object('EphemeralStorage').number('Size') ?? before.ephemeralStorageMb,
    logging: changedLogging(request.object('LoggingConfig'), before.logging),
    tracing: changedTracing(request.object('TracingConfig'), before.tracing),
    layers: before.layers,
  }
  check(settings)
  return settings
}

function changedTracing(config: JsonObject, before: TracingMode): TracingMode {
  const mode = config.string('Mode') ?? before
  if (mode === 'Active' || mode === 'PassThrough') return mode
  throw validation('tracingConfig.mode', mode, 'Member must satisfy enum value set: [Active, PassThrough]')
}

function check({ memoryMb, timeoutSeconds, runtime, environment, ephemeralStorageMb }: FunctionSettings): void {
  assertRange('memorySize', memoryMb, 128, 10_240)
  assertRange('timeout', timeoutSeconds, 1, 900)
  assertRange('ephemeralStorage.size', ephemeralStorageMb, 512, 10_240)
  if (!/^(nodejs\d+\.x|python3\.\d+)$/.test(runtime))
    throw invalidParameter(`The lab runs Node.js and Python functions (nodejs24.x, python3.14), not ${runtime}.`)
  const reserved = Object.keys(environment).filter(name => RESERVED_VARIABLES.has(name))
  if (reserved.length > 0)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
}

function assertRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least)
    throw validation(name, value, `Member must have value greater than or equal to ${least}`)
  if (value > most) throw validation(name, value, `Member must have value less than or equal to ${most}`)
}

function validation(name: string, value: unknown, constraint: string): ServiceError {
  const text = `1 validation error detected: Value '${String(value)}' at '${name}' failed to satisfy constraint: ${constraint}`
  return new ServiceError('ValidationException', text)
}
