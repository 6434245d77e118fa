/** Lambda takes no more, unzipped and with layers; November 2026. */
export const unzippedLimitBytes = 250 * 1024 * 1024
/** Of a zip file that is uploaded directly. */
export const zippedLimitBytes = 50 * 1024 * 1024
