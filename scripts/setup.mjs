// Brings the packages and the build up to date, and only when they are not. Plain Node: it runs before anything
// is installed, so it may use nothing that is.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const LEAST_NODE = [20, 19]
const INSTALL_STAMP = join(ROOT, 'node_modules', '.memcheck-install')
const BUILD_STAMP = join(ROOT, 'dist', '.memcheck-build')
/** What the build is made of. */
const BUILD_INPUTS = [
  'src',
  'commands',
  'migrations',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/assets.mjs',
  'scripts/bundle.mjs',
  'package.json',
]
/** How it is made, in this order; as `npm run build` does. */
const BUILD_STEPS = [
  ['the types and each file (tsc)', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  ['the page', 'scripts/assets.mjs'],
  ['the programs', 'scripts/bundle.mjs'],
]

export function main(argv) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    fail(
      `Node ${process.versions.node} is too old: memcheck needs ${LEAST_NODE.join('.')} or newer.`,
    )
  }
  install()
  if (argv.includes('--build')) build()
}

function install() {
  const wanted = hashOf(
    [join(ROOT, 'package-lock.json'), join(ROOT, 'package.json'), join(ROOT, '.npmrc')],
    `${process.versions.modules} ${process.platform} ${process.arch}`,
  )
  const have = textOf(INSTALL_STAMP)
  if (have === wanted) return say('packages are up to date')
  say(
    have === null
      ? 'installing packages (npm ci): nothing is installed yet'
      : 'installing packages (npm ci): the lock file or Node changed',
  )
  const headers = headersBeside(process.execPath)
  const env = { ...process.env }
  if (headers !== null) env.npm_config_nodedir = headers
  // Development packages are needed to build, whatever NODE_ENV says.
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) fail(['npm ci failed.', ...compilerHint()].join('\n'))
  writeFileSync(INSTALL_STAMP, wanted)
}

function build() {
  const wanted = hashOf(
    BUILD_INPUTS.map((path) => join(ROOT, path)),
    textOf(INSTALL_STAMP) ?? '',
  )
  if (textOf(BUILD_STAMP) === wanted && !builtSince()) {
    confirm()
    return say('build is up to date')
  }
  say('building')
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
  for (const [what, ...program] of BUILD_STEPS) {
    const step = spawnSync(process.execPath, program, { cwd: ROOT, stdio: 'inherit' })
    if (step.status !== 0) fail(`the build of ${what} failed: see the lines above.`)
  }
  mkdirSync(dirname(BUILD_STAMP), { recursive: true })
  writeFileSync(BUILD_STAMP, wanted)
}

/** True when something else than this script built after it: the stamp does not speak of that build. */
function builtSince() {
  const stampMs = statSync(BUILD_STAMP).mtimeMs
  return ['dist/src/main.js', 'dist/bundle/main.js']
    .map((file) => join(ROOT, file))
    .some((built) => !existsSync(built) || statSync(built).mtimeMs > stampMs)
}

/** Sources that were checked out anew look newer than their build: the stamp's time says that they are not. */
function confirm() {
  try {
    const now = new Date()
    utimesSync(BUILD_STAMP, now, now)
  } catch {
    // Installed where nothing may be written: nothing there is checked out anew either.
  }
}

/** Node's own headers, so that a native module is compiled for this very Node and nothing is fetched for it. */
function headersBeside(node) {
  const prefix = join(dirname(node), '..')
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : null
}

function compilerHint() {
  const lacking = [
    ['g++', ['c++', 'g++', 'clang++']],
    ['make', ['make', 'gmake']],
    ['python3', ['python3', 'python']],
  ].filter(([, names]) => !names.some(onPath))
  if (lacking.length === 0) return []
  return [
    `A native module had to be compiled and ${lacking.map(([name]) => name).join(', ')} was not found.`,
    'Debian, Ubuntu: apt-get install -y g++ make python3   RHEL: dnf install -y gcc-c++ make python3',
  ]
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function hashOf(paths, salt) {
  const hash = createHash('sha256').update(salt)
  for (const path of paths) addTo(hash, path)
  return hash.digest('hex')
}

function addTo(hash, path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) {
    hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) addTo(hash, join(path, name))
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function say(text) {
  process.stderr.write(`set-up: ${text}\n`)
}

function fail(text) {
  process.stderr.write(`set-up: ${text}\n`)
  process.exit(1)
}

main(process.argv.slice(2))
