/** Programs of the machine that a measurement needs, and what brings them. */
import { accessSync, constants } from 'node:fs'

const PARTS = {
  sshd: { path: '/usr/sbin/sshd', install: 'openssh-server' },
  ssh: { path: '/usr/bin/ssh', install: 'openssh-client' },
  scp: { path: '/usr/bin/scp', install: 'openssh-client' },
  'ssh-keygen': { path: '/usr/bin/ssh-keygen', install: 'openssh-client' },
}

/** Where it is. @param {keyof typeof PARTS} part */
export function pathOf(part) {
  return PARTS[part].path
}

/** What is missing here, as a line that says how to get it; null when nothing is. */
export function missing() {
  if (process.platform !== 'linux') return 'this bench needs Linux: it reads /proc over ssh'
  const lacking = Object.values(PARTS).filter(({ path }) => !runs(path))
  if (lacking.length === 0) return null
  const packages = [...new Set(lacking.map(({ install }) => install))].join(' ')
  return `${lacking.map(({ path }) => path).join(', ')} not found: apt-get install -y ${packages}`
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
