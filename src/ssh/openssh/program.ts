/** The system's `ssh`: where it lies, and what it is told of the bot's environment. */
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { UserError } from '../../domain/errors.ts'

/**
 * What ssh, its agent, Kerberos and a ProxyCommand need. Nothing else: the bot's environment holds its tokens and
 * passwords.
 */
const PASSED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SSH_AUTH_SOCK',
  'XDG_RUNTIME_DIR',
  'KRB5CCNAME',
  'KRB5_CONFIG',
]

export type Environment = Readonly<Record<string, string>>

/** Where nothing is told of the bot's own: the places that every Linux has. */
export const BARE_ENVIRONMENT: Environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }

/** The environment of every ssh that the bot starts; in C, because its words are read. */
export function sshEnvironment(own: Readonly<Record<string, string | undefined>>): Environment {
  const passed = PASSED.flatMap((name) => {
    const value = own[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(passed), LC_ALL: 'C' }
}

/** Path of the `ssh` of this machine. Throws UserError `no-ssh-program`. */
export function sshProgram(host: string, environment: Environment): string {
  const found = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'ssh'))
    .find(isProgram)
  if (found === undefined) throw new UserError('no-ssh-program', { host })
  return found
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
