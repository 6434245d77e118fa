// Loaded into VS Code's server before its own code: when the starter goes away, however it ends, its end of this pipe
// closes, and the whole process group (server, extension hosts, language servers) goes with it.
if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL'))
  process.stdin.resume()
}
