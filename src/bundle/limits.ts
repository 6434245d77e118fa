/** Lambda's limits of a package, November 2026: zip file uploaded directly; unzipped, with layers. */
export const zipLimitBytes = 50 * 1024 * 1024
export const unzippedLimitBytes = 250 * 1024 * 1024
