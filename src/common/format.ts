const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const significant3 = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** `2.5 ms`, `812 ms`, `1.56 s`, `2 min 5 s`. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 99_950) return `${significant3.format(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** `1,024 MB`: memory of a function, where 1 GB is 1,024 MB. */
export function formatMemory(memoryMb: number): string {
  return `${integer.format(memoryMb)} MB`
}

/** `812 B`, `312 kB`, `1.4 MB`: sizes of files, decimal as other size tools print them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`
  if (bytes < 999_500) return `${significant3.format(bytes / 1000)} kB`
  return `${significant3.format(bytes / 1e6)} MB`
}

/** `$6.28`, `$12,470`, `$0.0004`: two decimals from a cent up, two significant digits below. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0'
  const sign = usd < 0 ? '−' : ''
  const size = Math.abs(usd)
  if (size >= 1000) return `${sign}$${integer.format(size)}`
  if (size >= 0.095) return `${sign}$${size.toFixed(2)}`
  if (size < 1e-6) return `${sign}<$0.000001`
  return `${sign}$${size.toFixed(Math.min(7, 1 - Math.floor(Math.log10(size))))}`
}

/** A share as `3.2 %`, `41 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100
  return `${Math.abs(percent) < 9.95 && percent !== 0 ? Number(percent.toFixed(1)) : Math.round(percent)} %`
}

/** A relative change with its sign: `+3 %`, `−41 %`, `±0 %`. */
export function formatChange(change: number): string {
  const percent = Math.round(change * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`
}

/** A span of time in its largest unit: `40 s`, `12 min`, `2 h`, `3 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}

/** `60`, `12,500`. */
export function formatCount(count: number): string {
  return integer.format(count)
}

/** `1 call`, `60 calls`. */
export function formatQuantity(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
