/** The store as JavaScript, for tests that need it in a process of its own (Node 20 runs no TypeScript). */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '../..')

export interface Compiled {
  /** URL of the module that exports openStore. */
  readonly url: string
  remove(): void
}

/** Compiles src/store and what it imports, and nothing else of the house, to a temporary folder. */
export function compileStore(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-compiled-'))
  const config = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: {
      outDir: folder,
      rootDir: ROOT,
      sourceMap: false,
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    files: [join(ROOT, 'src/store/open.ts')],
    include: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const tsc = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
  const entry = join(folder, 'src/store/open.js')
  if (!existsSync(entry)) throw new Error(`the store did not compile: ${tsc.stdout}${tsc.stderr}`)
  return {
    url: pathToFileURL(entry).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
