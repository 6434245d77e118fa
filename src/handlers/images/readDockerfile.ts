/** One instruction, its continued lines joined. */
export interface Instruction {
  /** In capitals. */
  readonly name: string
  /** `--from=build` and its like; of one without a value the empty string. */
  readonly flags: Readonly<Record<string, string>>
  /** What follows the flags. */
  readonly text: string
  /** From 1. */
  readonly line: number
}

/** Reads a Dockerfile into its instructions. What is none, as in a half-written file, is passed over. */
export function readDockerfile(text: string): readonly Instruction[] {
  const found: Instruction[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const continued = continuationOf(lines)
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    if (isSkipped(lines[at] ?? '')) continue
    const parts: string[] = []
    for (; at < lines.length; at++) {
      const part = lines[at] ?? ''
      // Comments and empty lines may stand between the lines of an instruction.
      if (parts.length > 0 && isSkipped(part)) continue
      parts.push(part.replace(continued, ''))
      if (!continued.test(part)) break
    }
    const whole = parts.join(' ').trim()
    for (const mark of heredocMarks(whole)) at = endOfHeredoc(lines, at + 1, mark)
    const instruction = instructionOf(whole, line)
    if (instruction) found.push(instruction)
  }
  return found
}

function isSkipped(line: string): boolean {
  return /^\s*(#|$)/.test(line)
}

/** Windows images may choose the backtick, so that paths need no escapes. */
function continuationOf([first = '']: readonly string[]): RegExp {
  return /^#\s*escape\s*=\s*`/i.test(first) ? /`[ \t]*$/ : /\\[ \t]*$/
}

/** Of `RUN <<EOF`: what stands up to the mark is no instruction. */
function heredocMarks(text: string): readonly string[] {
  if (!/^(RUN|COPY|ADD)\b/i.test(text)) return []
  return [...text.matchAll(/(?<!<)<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(([, , mark = '']) => mark)
}

function endOfHeredoc(lines: readonly string[], from: number, mark: string): number {
  const end = lines.findIndex((line, at) => at >= from && line.trim() === mark)
  // One that is not closed yet takes the rest, as Docker does.
  return end < 0 ? lines.length : end
}

function instructionOf(whole: string, line: number): Instruction | undefined {
  const [, name = '', rest = ''] = /^([A-Za-z]+)(?:\s+([^]*))?$/.exec(whole) ?? []
  if (name === '') return
  const flags: Record<string, string> = {}
  const text = rest.replace(/^(?:--[\w-]+(?:=\S*)?\s+)+/, found => {
    for (const [, flag = '', value = ''] of found.matchAll(/--([\w-]+)(?:=(\S*))?/g)) flags[flag] = value
    return ''
  })
  return { name: name.toUpperCase(), flags, text, line }
}
