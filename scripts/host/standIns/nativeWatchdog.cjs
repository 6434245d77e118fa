// Takes the place of @vscode/native-watchdog, whose native part wants a compiler: ends this process with its parent.
const INTERVAL_MS = 2000

exports.start = parent => {
  setInterval(() => {
    try {
      process.kill(parent, 0)
    } catch {
      process.exit(87)
    }
  }, INTERVAL_MS).unref()
}

exports.exit = code => process.exit(code)
