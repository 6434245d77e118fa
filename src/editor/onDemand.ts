/** A part that is loaded and made with its first use. */
export function onDemand<Part>(make: () => Promise<Part>): () => Promise<Part> {
  let made: Promise<Part> | undefined
  return () => (made ??= make())
}
