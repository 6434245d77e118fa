const { createHash } = require('node:crypto')

const channels = 3

/** Softens a photo and scales it down: one core at work, nothing to wait for. */
exports.handler = async event => {
  const { photoId, width, height, blurRadius, thumbnailWidth } = event
  const photo = { width, height, pixels: develop(photoId, width, height) }
  const thumbnail = scaleDown(blur(photo, blurRadius), thumbnailWidth)
  return {
    photoId,
    width: thumbnail.width,
    height: thumbnail.height,
    sha256: createHash('sha256').update(thumbnail.pixels).digest('hex'),
  }
}

/** Stands for reading the photo from a bucket: the same id gives the same pixels. */
function develop(photoId, width, height) {
  const pixels = new Uint8Array(width * height * channels)
  let state = photoId
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    pixels[i] = ((i >> 6) + (state >>> 25)) & 255
  }
  return pixels
}

/** Box blur, first along the rows, then along the columns. */
function blur({ width, height, pixels }, radius) {
  const rows = average(pixels, radius, { lines: height, lineStep: width * channels, length: width, step: channels })
  const both = average(rows, radius, { lines: width, lineStep: channels, length: height, step: width * channels })
  return { width, height, pixels: both }
}

function average(pixels, radius, { lines, lineStep, length, step }) {
  const result = new Uint8Array(pixels.length)
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < channels; channel++) {
      const first = line * lineStep + channel
      for (let at = 0; at < length; at++) {
        const from = Math.max(0, at - radius)
        const to = Math.min(length - 1, at + radius)
        let sum = 0
        for (let near = from; near <= to; near++) sum += pixels[first + near * step]
        result[first + at * step] = sum / (to - from + 1)
      }
    }
  }
  return result
}

function scaleDown({ width, height, pixels }, targetWidth) {
  const factor = width / targetWidth
  const targetHeight = Math.round(height / factor)
  const result = new Uint8Array(targetWidth * targetHeight * channels)
  for (let y = 0; y < targetHeight; y++) {
    for (let x = 0; x < targetWidth; x++) {
      const source = (Math.floor(y * factor) * width + Math.floor(x * factor)) * channels
      for (let channel = 0; channel < channels; channel++) {
        result[(y * targetWidth + x) * channels + channel] = pixels[source + channel]
      }
    }
  }
  return { width: targetWidth, height: targetHeight, pixels: result }
}
