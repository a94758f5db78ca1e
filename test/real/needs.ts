/** Real parts that some tests need, with the one command that brings each. */
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

const PARTS = {
  sshd: { path: '/usr/sbin/sshd', install: 'apt-get install -y openssh-server' },
  ssh: { path: '/usr/bin/ssh', install: 'apt-get install -y openssh-client' },
  sudo: { path: '/usr/bin/sudo', install: 'apt-get install -y sudo' },
  chromium: { path: '/usr/bin/chromium', install: 'apt-get install -y chromium' },
  busybox: { path: '/bin/busybox', install: 'apt-get install -y busybox' },
  fincore: { path: '/usr/bin/fincore', install: 'apt-get install -y util-linux-extra' },
  cc: { path: '/usr/bin/cc', install: 'apt-get install -y gcc libc6-dev' },
  postgres: {
    path: '/usr/lib/postgresql/15/bin/postgres',
    install: 'apt-get install -y postgresql-15',
  },
  postgresVersions: {
    path: join(
      import.meta.dirname,
      'postgres-versions/node_modules/postgres-18/native/bin/postgres',
    ),
    install: 'node scripts/postgresVersions.mjs',
  },
  gdb: { path: '/usr/bin/gdb', install: 'apt-get install -y gdb' },
  sysstat: { path: '/usr/bin/sadf', install: 'apt-get install -y sysstat' },
  strace: { path: '/usr/bin/strace', install: 'apt-get install -y strace' },
  fish: { path: '/usr/bin/fish', install: 'apt-get install -y fish' },
  tcsh: { path: '/bin/tcsh', install: 'apt-get install -y tcsh' },
  dash: { path: '/usr/bin/dash', install: 'apt-get install -y dash' },
} as const
export type Part = keyof typeof PARTS

/** True when the part is missing here. Where real tests are required (MEMCHECK_REAL=1) it throws instead. */
export function missing(part: Part): boolean {
  const { path, install } = PARTS[part]
  try {
    accessSync(path, constants.X_OK)
    return false
  } catch {
    if (process.env['MEMCHECK_REAL'] === '1')
      throw new Error(`${part} is required here: ${install}`)
    return true
  }
}

/** A test's name that tells, when it is skipped, what would enable it. */
export function needing(part: Part, name: string): string {
  return missing(part) ? `${name} [skipped: ${PARTS[part].install}]` : name
}

export function pathOf(part: Part): string {
  return PARTS[part].path
}
