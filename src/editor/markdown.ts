/** Text that means itself in Markdown, also in the cell of a table. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~$&]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ')
}

/** The first column to the left, figures to the right. Cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, index) => (index === 0 ? ':--' : '--:'))
  return [head, rule, ...rows].map(line).join('\n')
}

export function link(label: string, target: string): string {
  return `[${plain(label)}](${target.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20')})`
}
