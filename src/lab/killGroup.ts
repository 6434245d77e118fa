/** Kills a process that leads its own group, and all of the group. Does nothing when it has ended. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // Already gone.
  }
}

/**
 * Stops a process group, or lets it go on. Windows has no such signals: there a function's timers run between calls. A
 * child that has left the group is not reached.
 */
export function freeze(pid: number, isFrozen: boolean): void {
  if (process.platform !== 'win32') killGroup(pid, isFrozen ? 'SIGSTOP' : 'SIGCONT')
}
