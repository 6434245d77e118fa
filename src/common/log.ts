/** Where a part tells what it does. Never pass credentials or payloads. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
