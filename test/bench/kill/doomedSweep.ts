import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { reportLog } from '#aws/reportLog.ts'
import { describeError } from '#common/errors.ts'
import { Journal } from '#tuning/journal.ts'
import { parseObjective } from '#tuning/objective.ts'
import { makePlan } from '#tuning/plan.ts'
import { sweep } from '#tuning/sweep.ts'

/** One sweep in a process of its own, which says what it does, line by line, until it is killed. */
const [connection = '', name = '', journalFolder = '', way = ''] = process.argv.slice(2)
const clients = createClients(JSON.parse(connection))
const control = lambdaControl(clients)
const { signal } = new AbortController()
const configuration = await control.read(name, signal)
const request = { region: 'lab', payload: '{}', objective: parseObjective('within:5'), warmCalls: 2 }
const plan = makePlan(configuration, {
  ...request,
  sizes: [256, 512, 1024, 1769],
  way: { kind: way === 'clone' ? way : 'versions' },
})
const journal = new Journal(journalFolder)
const ports = { control, invoker: lambdaInvoker(clients), reports: reportLog(clients), journal }
let said = ''
const outcome = await sweep(
  plan,
  ports,
  ({ activity }) => {
    if (activity !== said && activity !== '') process.stdout.write(`${activity}\n`)
    said = activity
  },
  signal,
)
process.stdout.write(
  `Ended: ${outcome.ended}${outcome.error === undefined ? '' : ` ${describeError(outcome.error)}`}\n`,
)
clients.destroy()
