const rowBytes = 128
const motifs = ['harbour', 'lighthouse', 'old town', 'mountains', 'vineyard', 'station', 'cathedral', 'market']

/** Sums up a month of sales with every row in memory at once: some 300 MB that 128 and 256 MB do not have. */
async function handler(event) {
  const { month, days, salesPerDay } = event
  const files = Array.from({ length: days }, (_, day) => readDay(day, salesPerDay))
  const largest = files.flatMap(file => readSales(file, 8)).sort((a, b) => b.cents - a.cents || a.row - b.row)
  return {
    month,
    rows: days * salesPerDay,
    bytes: files.reduce((bytes, file) => bytes + file.length, 0),
    revenueCents: files.reduce((cents, file) => cents + revenue(file), 0),
    largest: largest.slice(0, 3),
  }
}

/** Stands for a day's export read from a bucket: rows of motif (1 byte), cents (4 bytes) and the buyer's address. */
function readDay(day, sales) {
  const file = Buffer.alloc(sales * rowBytes, `buyer of day ${day} `)
  for (let row = 0; row < sales; row++) {
    file[row * rowBytes] = (row * 7 + day) % motifs.length
    file.writeUInt32LE(95 + ((row * 2654435761 + day * 40503) % 4700), row * rowBytes + 1)
  }
  return file
}

/** Every `step`th sale of a day. */
function readSales(file, step) {
  const sales = []
  for (let at = 0; at < file.length; at += rowBytes * step) {
    sales.push({ row: at / rowBytes, motif: motifs[file[at]], cents: file.readUInt32LE(at + 1) })
  }
  return sales
}

function revenue(file) {
  let cents = 0
  for (let at = 0; at < file.length; at += rowBytes) cents += file.readUInt32LE(at + 1)
  return cents
}

module.exports = { handler }
