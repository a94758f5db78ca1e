/**
 * A Linux guest with Debian's kernel and cgroup v2, in QEMU without hardware help: busybox, an SSH server, the test
 * programs, 256 MiB of memory and a swap disk. Everything comes from Debian's packages and lives in one folder.
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'

const HERE = import.meta.dirname
const PROGRAMS = join(HERE, '../../test/faults/c')
const MODULES = [
  'drivers/virtio/virtio_ring',
  'drivers/virtio/virtio',
  'drivers/virtio/virtio_pci_modern_dev',
  'drivers/virtio/virtio_pci_legacy_dev',
  'drivers/virtio/virtio_pci',
  'net/core/failover',
  'drivers/net/net_failover',
  'drivers/net/virtio_net',
]
const SWAP_MIB = 64
const BOOT_TRIES = 600
const BOOT_STEP_MS = 200
const SSH_TRIES = 50

/** What a machine needs for this, as one line to type; null when it is all there. */
export function lacking() {
  const packages = {
    'qemu-system-x86_64': 'qemu-system-x86',
    cc: 'gcc',
    'ssh-keygen': 'openssh-client',
    ssh: 'openssh-client',
  }
  const missing = Object.entries(packages).filter(
    ([program]) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  )
  if (missing.length === 0) return null
  return `apt-get install -y ${[...new Set(missing.map(([, name]) => name))].join(' ')}`
}

/** Builds and boots a guest in `folder`. @param {string} folder */
export async function bootGuest(folder) {
  const debian = fetched(folder)
  const key = keys(folder)
  image(folder, debian, key)
  const port = await freePort()
  const log = join(folder, 'serial.log')
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...['-accel', 'tcg', '-cpu', 'max', '-m', '256', '-smp', '1', '-nographic', '-no-reboot'],
      ...['-kernel', join(folder, 'vmlinuz'), '-initrd', join(folder, 'initrd.gz')],
      ...['-append', 'console=ttyS0 quiet loglevel=1 panic=-1 transparent_hugepage=madvise psi=1'],
      ...['-drive', `file=${join(folder, 'swap.img')},if=none,id=d0,format=raw,cache=unsafe`],
      ...['-device', 'nvme,drive=d0,serial=s0', '-monitor', 'none', '-serial', `file:${log}`],
      ...['-netdev', `user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
      ...['-device', 'virtio-net-pci,netdev=n0'],
    ],
    { stdio: 'ignore' },
  )
  const stop = () => void qemu.kill('SIGKILL')
  process.once('exit', stop)
  for (let i = 0; ; i += 1) {
    if (readText(log).includes('GUEST READY')) break
    if (i > BOOT_TRIES || qemu.exitCode !== null) {
      throw new Error(`the guest did not come up: ${readText(log).slice(-2000)}`)
    }
    await after(BOOT_STEP_MS)
  }
  // The server's own protection must not pass on to what is started through it.
  const run = (command) =>
    overSsh(folder, port, key.user, `echo 0 >/proc/$$/oom_score_adj; ${command}`)
  for (let i = 0; run('true').status !== 0; i += 1) {
    if (i > SSH_TRIES) throw new Error(`the guest answers no ssh: ${readText(log).slice(-2000)}`)
    await after(BOOT_STEP_MS)
  }
  return {
    port,
    userKeyFile: key.user,
    knownHosts: `[127.0.0.1]:${port} ${key.hostPublic}\n`,
    serial: () => readText(log),
    run,
    stop,
  }
}

/** Debian's own packages, unpacked and not installed. */
function fetched(folder) {
  const depends = said('apt-cache', ['depends', 'linux-image-cloud-amd64'])
  const kernel = /Depends: (linux-image-\S+)/.exec(depends)?.[1]
  if (kernel === undefined)
    throw new Error('apt-cache knows no linux-image-cloud-amd64: apt-get update')
  const debs = join(folder, 'debs')
  mkdirSync(debs)
  const packages = [kernel, 'busybox-static', 'dropbear-bin', 'libtommath1', 'libtomcrypt1']
  said('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...packages], debs)
  const root = join(folder, 'debian')
  for (const deb of readdirSync(debs)) said('dpkg', ['-x', join(debs, deb), root])
  return { root, release: kernel.replace('linux-image-', '') }
}

function keys(folder) {
  const user = join(folder, 'user')
  said('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', user])
  return { user, userPublic: readText(`${user}.pub`), hostPublic: '' }
}

/** The initial file system: all that the guest has. */
function image(folder, { root, release }, key) {
  const tree = join(folder, 'tree')
  for (const dir of [
    'bin',
    'usr/sbin',
    'etc/dropbear',
    'root/.ssh',
    'modules',
    'proc',
    'sys',
    'dev',
    'lib',
    'lib64',
  ])
    mkdirSync(join(tree, dir), { recursive: true })
  const put = (from, to, mode = 0o755) => {
    mkdirSync(dirname(join(tree, to)), { recursive: true })
    copyFileSync(from, join(tree, to))
    chmodSync(join(tree, to), mode)
  }
  put(join(root, 'bin/busybox'), 'bin/busybox')
  for (const applet of said(join(root, 'bin/busybox'), ['--list']).split('\n'))
    if (/^[a-z0-9_[-]+$/i.test(applet) && applet !== 'busybox')
      spawnSync('ln', ['-sf', 'busybox', join(tree, 'bin', applet)])
  put(join(root, 'usr/sbin/dropbear'), 'usr/sbin/dropbear')
  for (const library of librariesOf(join(root, 'usr/sbin/dropbear'), root))
    put(library, library.replace(root, ''))
  for (const module of MODULES)
    put(
      join(root, `lib/modules/${release}/kernel/${module}.ko`),
      `modules/${module.split('/').at(-1)}.ko`,
    )
  for (const program of readdirSync(PROGRAMS)) {
    const name = program.replace('.c', '')
    said('cc', [
      '-O1',
      '-static',
      '-pthread',
      '-o',
      join(tree, 'bin', name),
      join(PROGRAMS, program),
    ])
  }
  put(join(HERE, '../guest/init'), 'init')
  writeFileSync(join(tree, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  writeFileSync(join(tree, 'etc/group'), 'root:x:0:\n')
  writeFileSync(join(tree, 'etc/shells'), '/bin/sh\n')
  writeFileSync(join(tree, 'root/.ssh/authorized_keys'), key.userPublic, { mode: 0o600 })
  chmodSync(join(tree, 'root/.ssh'), 0o700)
  hostKey(folder, tree, root, key)
  const pack = `cd '${tree}' && find . | '${join(root, 'bin/busybox')}' cpio -o -H newc 2>/dev/null | gzip -1 >'${join(folder, 'initrd.gz')}'`
  said('sh', ['-c', pack])
  copyFileSync(join(root, `boot/vmlinuz-${release}`), join(folder, 'vmlinuz'))
  writeFileSync(join(folder, 'swap.img'), Buffer.alloc(SWAP_MIB * 1024 * 1024))
}

/** dropbear reads its own key format only. */
function hostKey(folder, tree, root, key) {
  const pem = join(folder, 'host')
  said('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', pem])
  const paths = [join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'lib/x86_64-linux-gnu')].join(
    ':',
  )
  const { status, stderr } = spawnSync(
    join(root, 'usr/bin/dropbearconvert'),
    ['openssh', 'dropbear', pem, join(tree, 'etc/dropbear/ed25519')],
    { env: { ...process.env, LD_LIBRARY_PATH: paths }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the host key was not converted: ${stderr}`)
  key.hostPublic = readText(`${pem}.pub`).split(' ').slice(0, 2).join(' ')
}

function librariesOf(program, root) {
  const paths = [join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'lib/x86_64-linux-gnu')].join(
    ':',
  )
  const { stdout } = spawnSync('ldd', [program], {
    env: { ...process.env, LD_LIBRARY_PATH: paths },
    encoding: 'utf8',
  })
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1])
}

function overSsh(folder, port, key, command) {
  const options = ['-q', '-i', key, '-p', String(port), '-o', 'StrictHostKeyChecking=no']
  const { status, stdout, stderr } = spawnSync(
    'ssh',
    [...options, '-o', `UserKnownHostsFile=${join(folder, 'hosts')}`, 'root@127.0.0.1', command],
    { encoding: 'utf8', timeout: 120_000 },
  )
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' }
}

function said(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
