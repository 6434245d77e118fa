const narrow = new Set(" .,:;'|!ilIjtfr()·-")
const wide = new Set('mwMW%@—→')

/**
 * Width of a text in px, from rough classes of letters: labels are laid out before anything is drawn. On the wide side,
 * since a label that keeps too much distance looks better than two that touch.
 */
export function textWidth(text: string, fontPx: number): number {
  let em = 0
  for (const letter of text) em += narrow.has(letter) ? 0.38 : wide.has(letter) ? 0.98 : 0.65
  return em * fontPx
}
