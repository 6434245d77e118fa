import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A home folder with AWS config files, which the SDK in this process uses until it is closed. */
export interface AwsHome {
  readonly folder: string
  write(name: 'config' | 'credentials', text: string): Promise<void>
  /** The token that `aws sso login` leaves for a session or, in the older form, a start URL. */
  signIn(session: string, expiresAt: Date): Promise<void>
  set(variables: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

export async function makeAwsHome(): Promise<AwsHome> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-home-'))
  const before = { ...process.env }
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  // The services of a virtual machine are not there; asking for them takes seconds.
  Object.assign(process.env, { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' })
  await mkdir(join(folder, '.aws', 'sso', 'cache'), { recursive: true })
  return {
    folder,
    write: (name, text) => writeFile(join(folder, '.aws', name), text),
    async signIn(session, expiresAt) {
      const file = `${createHash('sha1').update(session).digest('hex')}.json`
      const token = {
        accessToken: 'token',
        expiresAt: expiresAt.toISOString(),
        startUrl: 'https://acme.awsapps.com/start',
      }
      await writeFile(join(folder, '.aws', 'sso', 'cache', file), JSON.stringify(token))
    },
    set: variables => void Object.assign(process.env, variables),
    async close() {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
      Object.assign(process.env, before)
      await rm(folder, { recursive: true })
    },
  }
}
