/** The inner edges of a plot in px: where the scales begin and end. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A position on an axis with its words. */
export interface Tick {
  readonly at: number
  readonly text: string
}
