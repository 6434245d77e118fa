'use strict'
// Loads a module as Lambda's runtime does, and tells on descriptor 3 how long that took.
// Argument: JSON of {target, isModule, isTraced, source?: path of JSON with {files, imports}}.
const { writeSync } = require('node:fs')
const module_ = require('node:module')
const { pathToFileURL } = require('node:url')
const { workClock } = require('./clock.cjs')
const { ownSource } = require('./ownSource.cjs')
const { trace } = require('./trace.cjs')

const { target, isModule, isTraced, source } = JSON.parse(process.argv[2])
// What the handler sees of its process is Lambda's.
process.argv.length = 1
const clock = workClock()
const own = source && ownSource(source)
const tracing = isTraced ? trace(clock.now, own, isModule) : undefined

function tell(result) {
  const text = Buffer.from(JSON.stringify(result))
  for (let sent = 0; sent < text.length; ) sent += writeSync(3, text, sent)
}

const now = () => ({ work: clock.now(), wall: Number(process.hrtime.bigint()) / 1e6 })

async function load() {
  const start = now()
  let end
  try {
    if (isModule) await import(pathToFileURL(target).href)
    else require(target)
    // At once: what the module has only begun runs as soon as this function waits.
    end = now()
  } catch (error) {
    tell({ error: describe(error) })
    process.exit(0)
  }
  const traced = tracing?.end()
  // Kept for the next run, if there is such a cache.
  if (process.env.NODE_COMPILE_CACHE) module_.flushCompileCache?.()
  tell({ clock: clock.kind, workMs: end.work - start.work, wallMs: end.wall - start.wall, ...traced })
  process.exit(0)
}

function describe(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const at = /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1]
  return { name: error.name, message: error.message, at }
}

void load()
