/** An object of JSON text; undefined where it is none. Faster than a reader that keeps places. */
export function plainJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function valueAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  let at = value
  for (const key of path) at = isObject(at) ? at[key] : undefined
  return isObject(at) ? at : undefined
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const last = path.at(-1)
  const found = last === undefined ? undefined : valueAt(value, ...path.slice(0, -1))?.[last]
  return typeof found === 'string' ? found : undefined
}

/** The texts of an object; undefined where there is none. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> | undefined {
  const found = valueAt(value, ...path)
  if (!found) return
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
