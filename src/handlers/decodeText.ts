import type { Buffer } from 'node:buffer'

/** UTF-8, or UTF-16 where a byte order mark says so, which stays in the text. Other bytes become U+FFFD. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be', { ignoreBOM: true }).decode(bytes)
  return bytes.toString('utf8')
}
