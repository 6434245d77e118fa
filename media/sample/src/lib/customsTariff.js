const tariff = require('./customsTariff.json')

/**
 * Every part of every word → the entries that have it, least duty first. Costly to build, and built whenever this file
 * is loaded.
 */
const entriesByPart = new Map()
for (const [code, description, percent] of tariff) {
  for (const word of description.match(/[a-z]+/g)) {
    for (let start = 0; start < word.length; start++) {
      for (let end = start + 2; end <= word.length; end++) {
        const part = word.slice(start, end)
        if (!entriesByPart.has(part)) entriesByPart.set(part, [])
        entriesByPart.get(part).push({ code, description, percent })
      }
    }
  }
}
for (const entries of entriesByPart.values()) entries.sort((a, b) => a.percent - b.percent || a.code - b.code)

/** The tariff entry with the least duty for postcards of a motif. */
exports.describeForCustoms = (motif, quantity) => {
  const [{ code, description, percent }] = entriesByPart.get('postcard')
  return { motif, quantity, code, description, percent }
}
