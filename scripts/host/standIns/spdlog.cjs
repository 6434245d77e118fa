// Takes the place of @vscode/spdlog, whose native part wants a compiler: plain appended lines instead of rotating files.
const { appendFileSync, mkdirSync } = require('node:fs')
const { dirname } = require('node:path')

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical']

class Logger {
  #level = LEVELS.indexOf('info')
  #path
  #timestamped = true

  constructor(_type, _name, path) {
    this.#path = path
  }

  getLevel() {
    return this.#level
  }

  setLevel(level) {
    this.#level = level
  }

  setPattern() {}

  clearFormatters() {
    this.#timestamped = false
  }

  flush() {}

  drop() {}

  write(level, message) {
    if (LEVELS.indexOf(level) < this.#level) return
    const line = this.#timestamped ? `${new Date().toISOString()} [${level}] ${message}\n` : message
    appendFileSync(this.#path, line)
  }
}

for (const level of LEVELS) {
  Logger.prototype[level] = function (message) {
    this.write(level, message)
  }
}

async function createLogger(name, path) {
  mkdirSync(dirname(path), { recursive: true })
  return new Logger('rotating', name, path)
}

// One by one: only so are the names seen by an ES module that imports this file.
exports.version = 0
exports.Logger = Logger
exports.setLevel = () => {}
exports.setFlushOn = () => {}
exports.createRotatingLogger = createLogger
exports.createAsyncRotatingLogger = createLogger
