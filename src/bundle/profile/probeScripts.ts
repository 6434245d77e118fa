import { fileURLToPath } from 'node:url'

/** Built, they stand beside the bundle as here beside this file. */
const folder = new URL('./probe/', import.meta.url)

export const nodeProbeScript = fileURLToPath(new URL('nodejs.cjs', folder))
export const pythonProbeScript = fileURLToPath(new URL('python.py', folder))
