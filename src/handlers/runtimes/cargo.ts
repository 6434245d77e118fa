/** What a `Cargo.toml` says of its programs: the package's name, and those in `[[bin]]`. */
export interface Cargo {
  readonly name?: string
  readonly programs: readonly { readonly name: string; readonly path: string }[]
}

export function cargoPrograms(text: string): Cargo {
  // A section reaches to the next heading.
  const sections = text.split(/^(?=\s*\[)/m).map(section => ({
    heading: /^\s*\[+\s*([\w.-]+)/.exec(section)?.[1],
    value: (key: string) => new RegExp(`^\\s*${key}\\s*=\\s*["']([^"'\\n]*)["']`, 'm').exec(section)?.[1],
  }))
  const name = sections.find(({ heading }) => heading === 'package')?.value('name')
  const programs = sections.flatMap(({ heading, value }) => {
    const [program, path] = [value('name'), value('path')]
    return heading === 'bin' && program !== undefined && path !== undefined ? [{ name: program, path }] : []
  })
  return { ...(name !== undefined && { name }), programs }
}
