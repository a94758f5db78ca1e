/**
 * The lines of sudoers that grant just what a host's entry names, and the line of authorized_keys for its memory key.
 * Arguments are regular expressions (sudo 1.9.10 and later, sudoers(5)): with wildcards `cat /proc/[0-9]*`
 * also takes `/proc/1/../../etc/shadow` and a second file (measured). A command without arguments in sudoers may be given
 * any, so that "none" is written as `""`.
 */
import type { HostEntry } from '../domain/inventory.ts'
import type { AnySource } from '../domain/source.ts'
import { type Privilege, privilegeOf } from './privilege.ts'

/** Where distributions keep OpenSSH's server of SFTP: Debian, RHEL, SUSE and Arch, Alpine of old. */
export const SFTP_SERVERS = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/lib/ssh/sftp-server',
  '/usr/libexec/sftp-server',
] as const
/** Requests that reading ranges makes: nothing is listed, written, linked or removed by such a key. */
const SFTP_REQUESTS = 'open,read,close,fstat,stat,lstat,realpath'
/** sudo itself ends what takes longer: a reader that waits for a process's lock cannot be killed by the login. */
const SECONDS = 15

/** One rule each. `login` is the account that memcheck logs in as. */
export function sudoersRules(
  login: string,
  { sudo, memoryAs }: Pick<HostEntry, 'sudo' | 'memoryAs'>,
  sources: readonly AnySource[],
): readonly string[] {
  const who = escaped(login)
  const granted = sources.filter(({ id }) => sudo.includes(id)).map(privilegeOf)
  const root = commandsOf(granted.filter((one) => one !== null)).map(
    (command) => `${who} ALL=(root) TIMEOUT=${SECONDS} NOPASSWD: ${command}`,
  )
  if (memoryAs === null) return root
  return [
    ...root,
    ...SFTP_SERVERS.map((path) => `${who} ALL=(${escaped(memoryAs)}) NOPASSWD: ${path} -R`),
  ]
}

/** The line of authorized_keys, without the key. */
export function memoryKeyOptions(server: string = SFTP_SERVERS[0]): string {
  return `restrict,command="${server} -R -p ${SFTP_REQUESTS}"`
}

function commandsOf(granted: readonly Privilege[]): readonly string[] {
  const has = (kind: Privilege['kind']): boolean => granted.some((one) => one.kind === kind)
  const own = granted.flatMap((one) =>
    one.kind === 'process-file' ? [one.name, ...(one.counted ? ['maps'] : [])] : [],
  )
  const files = [...new Set(own)].sort()
  return [
    ...(files.length === 0 ? [] : [`/usr/bin/cat ^/proc/[0-9]+/(${files.join('|')})$`]),
    ...granted.flatMap((one) =>
      one.kind === 'host-file' ? [`/usr/bin/cat /proc/${one.name}`] : [],
    ),
    ...(has('exe') ? ['/usr/bin/readlink ^/proc/[0-9]+/exe$'] : []),
    ...(has('fds') ? ['/usr/bin/ls ^-lq /proc/[0-9]+/fd$'] : []),
    ...(has('dmesg') ? ['/usr/bin/dmesg ""'] : []),
  ]
}

/**
 * A name as sudoers reads it: what is no letter, digit, dot, dash or line is escaped (sudoers(5), "Other special
 * characters"), and so is a name in capitals, which would stand for an alias or, as `ALL`, for everybody (measured).
 */
function escaped(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]/g, '\\$&')
  return /^[A-Z][A-Z0-9_]*$/.test(plain) ? `\\${plain}` : plain
}
