import { freeze } from './killGroup.ts'
import type { EnvironmentLimits, Limiter } from './limiter.ts'
import { MemoryGuard } from './memoryGuard.ts'

/** No CPU limit: macOS and Windows have no quota for a process that is not a container. Memory is watched on Linux. */
export class Unlimited implements Limiter {
  readonly name = 'none'

  limit(_id: string, memoryMb: number): EnvironmentLimits {
    const guard = new MemoryGuard(memoryMb)
    let pid = 0
    return {
      memoryMb,
      admit(admitted) {
        pid = admitted
        guard.watch(pid)
      },
      throttle() {},
      setBusy(isBusy) {
        guard.setBusy(isBusy)
        freeze(pid, !isBusy)
      },
      isOutOfMemory: () => guard.hasKilled,
      close: () => guard.setBusy(false),
    }
  }

  close(): void {}
}
