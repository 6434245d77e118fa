import type { PlacedSpan } from '#handlers/handler.ts'

/**
 * The text at each span, `properties` apart.
 * @param others texts of further files; before what stands in one of them goes its name
 */
export function spanned(
  text: string | undefined,
  spans: Readonly<Record<string, PlacedSpan>>,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(spans).flatMap(([name, { start, end, file }]) => {
      if (name === 'properties') return []
      const whole = file === undefined ? text : others[file]
      return [[name, `${file === undefined ? '' : `${file}: `}${whole?.slice(start, end) ?? ''}`]]
    }),
  )
}
