/** Where a worker's program is: beside this file in the build; run from sources (by tests), in the build next to them. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The programs, each in its room, and what they load: a build that is older than any of it would answer by rules that are no more. */
const PROGRAMS = {
  growthWorker: { room: 'workers', loads: ['src/workers', 'src/growth', 'src/domain'] },
  keyWorker: { room: 'ssh', loads: ['src/ssh'] },
  readWorker: { room: 'compose', loads: ['src'] },
} as const

export type WorkerProgram = keyof typeof PROGRAMS

/** The file of a worker's program. Throws when the build is missing or older than the sources. */
export function builtWorker(name: WorkerProgram, here: string = import.meta.url): string {
  const path = fileURLToPath(here)
  const { room, loads } = PROGRAMS[name]
  if (path.endsWith('.js')) return join(path, '../..', room, `${name}.js`)
  // Node 20 runs no TypeScript in a worker.
  const root = join(path, '../../..')
  const stale = loads
    .flatMap((folder) => sourcesIn(root, folder))
    .find((source) => !isBuilt(root, source))
  if (stale === undefined) return join(root, 'dist/src', room, `${name}.js`)
  throw new Error(`workers run from the build, and it is older than ${stale}: npm run build`)
}

function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** The set-up's stamp is as new as its last look, at which it found that the build is of these very sources. */
function isBuilt(root: string, source: string): boolean {
  const built = join(root, 'dist', source.replace(/\.ts$/, '.js'))
  if (!existsSync(built)) return false
  const stamp = join(root, 'dist/.memcheck-build')
  const builtMs = statSync(built).mtimeMs
  const knownMs = existsSync(stamp) ? Math.max(builtMs, statSync(stamp).mtimeMs) : builtMs
  return knownMs >= statSync(join(root, source)).mtimeMs
}
