import type { LensSettings } from '#rules/facts.ts'
import { type RuleCase, RuleCases } from './ruleCases.ts'

const sized = (...sizes: readonly (number | undefined)[]): LensSettings => ({
  handlers: [
    {
      exportName: 'handler',
      definitions: sizes.map(memoryMb => (memoryMb === undefined ? {} : { memoryMb })),
    },
  ],
})

const withCode = (
  name: string,
  above: string,
  body: string,
  settings: LensSettings | undefined = sized(512),
): RuleCase => ({
  name,
  settings,
  code: `import { Worker } from 'node:worker_threads'
import { exec, fork, spawn } from 'node:child_process'
import Piscina from 'piscina'
import workerpool from 'workerpool'
${above}
export const handler = async event => {
  ${body}
}
`,
})

const cases = new RuleCases('worker-threads-need-memory')
const thread =
  "return Promise.all(event.parts.map(part => new Promise(done => new Worker('./part.js', { workerData: part }).on('message', done))))"
for (const [why, one] of [
  [/512 MB the function has 29 % of one CPU, which the worker thread/, withCode('threads', '', thread)],
  [/1769 MB the function has 100 %/, withCode('one CPU', '', thread, sized(1769))],
  [/1024 MB the function has 58 %/, withCode('the larger of two functions', '', thread, sized(128, 1024))],
  [
    /pool of worker threads/,
    withCode('a pool of the file', "const pool = new Piscina({ filename: 'a.js' })", 'return pool.run(event)'),
  ],
  [
    /pool of worker threads/,
    withCode('a pool by a call', "const pool = workerpool.pool('a.js')", 'return pool.exec(event)'),
  ],
  [/child process/, withCode('processes', '', "fork('./part.js')")],
  [/child process/, withCode('Node.js itself', '', "spawn(process.execPath, ['part.js'])")],
] as const)
  cases.noEdit({ ...one, why })

for (const one of [
  withCode('enough memory', '', thread, sized(1770)),
  withCode('one of the functions has enough', '', thread, sized(512, 3008)),
  withCode('one of which it is not known', '', thread, sized(512, undefined)),
  withCode('nothing known', '', thread, {}),
  withCode('another program', '', "exec('ffmpeg -i a b')\n  spawn('ffmpeg', event.args)"),
  withCode('a function that nobody calls', "const start = () => new Worker('./a.js')", 'return event'),
  withCode('another Worker', "import { Worker as Task } from './task.js'", 'return new Task(event)'),
])
  cases.silent(one)
cases.test()
