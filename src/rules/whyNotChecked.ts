/** Two thousand lines are 80 kB; nobody writes ten times as much into one file by hand. */
const maximalLength = 1_000_000

/** Why a text is not worth the rules' time; undefined for what people write. */
export function whyNotChecked(text: string): string | undefined {
  if (text.length > maximalLength) return 'It is over a million characters long: generated, not written.'
  const lines = text.split('\n', 50)
  const isMinified =
    text.length > 5_000 && lines.some(line => line.length > 5_000) && text.length / countLines(text) > 500
  return isMinified ? 'It is minified: edits belong into the source that it was made of.' : undefined
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
