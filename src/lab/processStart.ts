import { fileURLToPath } from 'node:url'
import type { ProcessStart } from './environmentProcess.ts'
import type { Interpreter } from './interpreters.ts'
import { type FunctionVersion, logGroupOf } from './labFunction.ts'
import type { InitializationType } from './platformLog.ts'

/** Where an environment runs. */
export interface Site {
  readonly runtimeApi: string
  readonly stream: string
  readonly region: string
  /** A temporary folder of the environment's own. */
  readonly tmp: string
  readonly initialization: InitializationType
  /** Where the layers are; absent without any. */
  readonly opt?: string
}

const BINARIES = '/usr/local/bin:/usr/bin:/bin:/opt/bin'
const bootstraps = new URL('./bootstrap/', import.meta.url)

/** Command and environment of a function's process: as on Lambda, and nothing of this machine's own. */
export function processStart(version: FunctionVersion, interpreter: Interpreter, site: Site): ProcessStart {
  const { settings, code } = version
  const { logging } = settings
  const isPython = settings.runtime.startsWith('python')
  const bootstrap = fileURLToPath(new URL(isPython ? 'python.py' : 'nodejs.cjs', bootstraps))
  // V8's heap follows the memory size as on Lambda. Buffers are outside of it: the limiter sees to those.
  const heapFlags = [
    `--max-semi-space-size=${Math.max(1, Math.floor(settings.memoryMb * 0.05))}`,
    `--max-old-space-size=${Math.floor(settings.memoryMb * 0.9)}`,
  ]
  return {
    command: interpreter.path,
    args: isPython ? ['-u', bootstrap] : [...heapFlags, bootstrap],
    cwd: code.folder,
    environment: {
      PATH: BINARIES,
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      TMPDIR: site.tmp,
      // So that no credentials or settings are found in the user's own home.
      HOME: site.tmp,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(site.opt === undefined ? {} : layerPaths(site.opt, settings.runtime, code.folder)),
      ...interpreter.environment,
      ...settings.environment,
      AWS_REGION: site.region,
      AWS_DEFAULT_REGION: site.region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: version.name,
      AWS_LAMBDA_FUNCTION_VERSION: version.version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: site.initialization,
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(version),
      AWS_LAMBDA_LOG_STREAM_NAME: site.stream,
      AWS_LAMBDA_RUNTIME_API: site.runtimeApi,
      LAMBDA_RUNTIME_DIR: fileURLToPath(bootstraps),
      LAMBDA_TASK_ROOT: code.folder,
      ...(logging.format === 'JSON'
        ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }
        : {}),
      _HANDLER: settings.handler,
    },
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths */
function layerPaths(opt: string, runtime: string, code: string): Record<string, string> {
  const version = /\d+(\.\d+)?/.exec(runtime)?.[0] ?? ''
  return {
    PATH: opt === '/opt' ? BINARIES : `${BINARIES}:${opt}/bin`,
    LD_LIBRARY_PATH: `${code}:${code}/lib:${opt}/lib`,
    ...(runtime.startsWith('python')
      ? { PYTHONPATH: `${opt}/python/lib/python${version}/site-packages:${opt}/python` }
      : { NODE_PATH: `${opt}/nodejs/node${version}/node_modules:${opt}/nodejs/node_modules` }),
  }
}
