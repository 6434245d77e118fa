import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freeze } from './killGroup.ts'
import { cpuShare, type EnvironmentLimits, type Limiter, type LimiterName, PERIOD_MS } from './limiter.ts'
import { MemoryGuard } from './memoryGuard.ts'
import { removeControlGroup } from './runFolder.ts'

/** Where and how one version of control groups is told limits. */
export interface ControlGroupLayout {
  readonly name: Extract<LimiterName, 'cgroup1' | 'cgroup2'>
  /** The lab's own folders, of which each environment gets one within; the same one where they are not apart. */
  readonly cpuFolder: string
  readonly memoryFolder?: string
  writeQuota(folder: string, quotaUs: number, periodUs: number): void
  writeMemory(folder: string, bytes: number): void
  /** The memory file whose `oom_kill` counts the processes that were killed. */
  readonly killsFile: string
}

/** Limits by the kernel's control groups: the method that Lambda itself uses. */
export class ControlGroups implements Limiter {
  readonly name: LimiterName
  readonly #layout: ControlGroupLayout

  constructor(layout: ControlGroupLayout) {
    this.name = layout.name
    this.#layout = layout
  }

  limit(id: string, memoryMb: number): EnvironmentLimits {
    return new ControlGroup(this.#layout, id, memoryMb)
  }

  close(): void {
    for (const folder of foldersOf(this.#layout)) removeControlGroup(folder)
  }
}

export function foldersOf({ cpuFolder, memoryFolder }: ControlGroupLayout): string[] {
  return memoryFolder === undefined || memoryFolder === cpuFolder ? [cpuFolder] : [cpuFolder, memoryFolder]
}

class ControlGroup implements EnvironmentLimits {
  readonly memoryMb: number
  readonly #layout: ControlGroupLayout
  readonly #cpu: string
  readonly #memory: string | undefined
  /** Only where memory has no control group. */
  readonly #guard: MemoryGuard
  #pid = 0
  #isThrottled = false
  #killsAtEnd: number | undefined

  constructor(layout: ControlGroupLayout, id: string, memoryMb: number) {
    this.memoryMb = memoryMb
    this.#layout = layout
    this.#cpu = join(layout.cpuFolder, id)
    this.#memory = layout.memoryFolder === undefined ? undefined : join(layout.memoryFolder, id)
    this.#guard = new MemoryGuard(memoryMb)
    mkdirSync(this.#cpu, { recursive: true })
    if (this.#memory === undefined) return
    mkdirSync(this.#memory, { recursive: true })
    layout.writeMemory(this.#memory, memoryMb * 1024 * 1024)
  }

  admit(pid: number): void {
    this.#pid = pid
    for (const folder of this.#folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    if (this.#memory === undefined) this.#guard.watch(pid)
  }

  throttle(): void {
    if (this.#isThrottled) return
    this.#isThrottled = true
    this.#layout.writeQuota(this.#cpu, Math.round(PERIOD_MS * 1000 * cpuShare(this.memoryMb)), PERIOD_MS * 1000)
  }

  setBusy(busy: boolean): void {
    if (this.#memory === undefined) this.#guard.setBusy(busy)
    freeze(this.#pid, !busy)
  }

  isOutOfMemory(): boolean {
    return this.#guard.hasKilled || (this.#killsAtEnd ?? this.#kills()) > 0
  }

  close(): void {
    this.#guard.setBusy(false)
    this.#killsAtEnd = this.#kills()
    for (const folder of this.#folders) removeControlGroup(folder)
  }

  get #folders(): string[] {
    return this.#memory === undefined || this.#memory === this.#cpu ? [this.#cpu] : [this.#cpu, this.#memory]
  }

  #kills(): number {
    if (this.#memory === undefined) return 0
    try {
      const text = readFileSync(join(this.#memory, this.#layout.killsFile), 'utf8')
      return Number(/^oom_kill (\d+)/m.exec(text)?.[1] ?? 0)
    } catch {
      return 0
    }
  }
}
