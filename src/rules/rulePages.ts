/** Where the page of a rule lies in the package. */
export function pageOf(id: string): string {
  return `docs/rules/${id}.md`
}
