/** Where a worker's program is: joined to one file in the build (scripts/bundle.mjs), also when this runs from sources (by tests). */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The programs, and what they load: a build that is older than any of it would answer by rules that are no more. */
const LOADS = {
  growthWorker: ['src/workers', 'src/growth', 'src/domain'],
  keyWorker: ['src/ssh'],
  readWorker: ['src'],
} as const

export type WorkerProgram = keyof typeof LOADS

/** The file of a worker's program. Throws when this runs from sources and the build is missing or older than they are. */
export function builtWorker(name: WorkerProgram, here: string = import.meta.url): string {
  const path = fileURLToPath(here)
  if (path.endsWith('.js')) return join(path, '../../../bundle', `${name}.js`)
  // Node 20 runs no TypeScript in a worker.
  const root = join(path, '../../..')
  const program = join(root, 'dist/bundle', `${name}.js`)
  const knownMs = knownAt(root, program)
  const stale = LOADS[name]
    .flatMap((folder) => sourcesIn(root, folder))
    .find((source) => statSync(join(root, source)).mtimeMs > knownMs)
  if (stale === undefined) return program
  throw new Error(`workers run from the build, and it is older than ${stale}: npm run build`)
}

function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** When the program was known to be of these very sources: when it was built, or at the set-up's last look, of which its stamp tells. */
function knownAt(root: string, program: string): number {
  if (!existsSync(program)) return 0
  const stamp = join(root, 'dist/.memcheck-build')
  const builtMs = statSync(program).mtimeMs
  return existsSync(stamp) ? Math.max(builtMs, statSync(stamp).mtimeMs) : builtMs
}
