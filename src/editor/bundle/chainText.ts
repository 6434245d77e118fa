/** Files of a chain of imports as people read them, without the folders of packages: `src/app.ts › lodash/chunk.js`. */
export function chainText(files: readonly string[]): string {
  return files.map(file => file.replace(/^.*node_modules\//, '')).join(' › ')
}
