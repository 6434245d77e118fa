import { fileURLToPath } from 'node:url'

/** The bundle of the lab stands beside the one of the command line. */
export const labScript = fileURLToPath(new URL('./lab.js', import.meta.url))
