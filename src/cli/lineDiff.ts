/** How many lines around a change are shown. */
const context = 3

/** The one place where two texts differ, as a unified diff shows it; empty where they are the same. */
export function lineDiff(file: string, before: string, after: string): string {
  if (before === after) return ''
  const [was, is] = [before.split('\n'), after.split('\n')]
  const shortest = Math.min(was.length, is.length)
  let head = 0
  while (head < shortest && was[head] === is[head]) head++
  let tail = 0
  while (tail < shortest - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++
  const from = Math.max(0, head - context)
  const [ends, ended] = [was.length - tail, is.length - tail]
  const trailing = was.slice(ends, ends + context)
  const lines = [
    ...was.slice(from, head).map(line => ` ${line}`),
    ...was.slice(head, ends).map(line => `-${line}`),
    ...is.slice(head, ended).map(line => `+${line}`),
    ...trailing.map(line => ` ${line}`),
  ]
  const range = (end: number) => `${from + 1},${end - from + trailing.length}`
  return [`--- ${file}`, `+++ ${file}`, `@@ -${range(ends)} +${range(ended)} @@`, ...lines].join('\n')
}
