import type { JsonObject } from './json.ts'
import { invalidParameter } from './serviceError.ts'

/** From least to most severe. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
export type LogLevel = (typeof LEVELS)[number]

/** A function's LoggingConfig. Levels are there with JSON only: text is never held back. */
export type LoggingSettings = { readonly group?: string } & (
  | { readonly format: 'Text' }
  | { readonly format: 'JSON'; readonly applicationLevel: LogLevel; readonly systemLevel: LogLevel }
)

export const DEFAULT_LOGGING: LoggingSettings = { format: 'Text' }

/** Whether what is of `level` passes a threshold of `least`. */
export function passes(level: LogLevel, least: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least)
}

/** Settings after a request's LoggingConfig; what it does not name stays. Throws InvalidParameterValueException. */
export function changedLogging(config: JsonObject, before: LoggingSettings): LoggingSettings {
  const format = config.string('LogFormat') ?? before.format
  const group = config.string('LogGroup') ?? before.group
  const named = group === undefined ? {} : { group }
  if (group !== undefined && !/^[\w./#-]{1,512}$/.test(group))
    throw invalidParameter(`The log group's name ${group} is not valid.`)
  if (format === 'Text') {
    if (config.has('ApplicationLogLevel') || config.has('SystemLogLevel'))
      throw invalidParameter('ApplicationLogLevel and SystemLogLevel need the LogFormat JSON.')
    return { format, ...named }
  }
  if (format !== 'JSON') throw invalidParameter(`LogFormat is Text or JSON, not ${format}.`)
  const levels = before.format === 'JSON' ? before : { applicationLevel: 'INFO' as const, systemLevel: 'INFO' as const }
  return {
    format,
    ...named,
    applicationLevel: levelOf(config.string('ApplicationLogLevel'), LEVELS) ?? levels.applicationLevel,
    systemLevel: levelOf(config.string('SystemLogLevel'), ['DEBUG', 'INFO', 'WARN']) ?? levels.systemLevel,
  }
}

/** The wire form. */
export function describeLogging(logging: LoggingSettings, group: string): Record<string, unknown> {
  const levels =
    logging.format === 'JSON'
      ? { ApplicationLogLevel: logging.applicationLevel, SystemLogLevel: logging.systemLevel }
      : {}
  return { LogFormat: logging.format, ...levels, LogGroup: group }
}

function levelOf(text: string | undefined, known: readonly LogLevel[]): LogLevel | undefined {
  const level = known.find(candidate => candidate === text)
  if (text !== undefined && level === undefined)
    throw invalidParameter(`The log level is one of ${known.join(', ')}, not ${text}.`)
  return level
}
