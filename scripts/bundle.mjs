// Joins what tsc built apart: each program of ours becomes one file and what it shares with others, in dist/bundle.
// A start then loads some ten files of ours, not some 1100 (docs/decisions.md, "What Node is told").
import { renameSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const OUT = join(ROOT, 'dist', 'bundle')
/** Written here and renamed: who starts a program meanwhile finds the whole old one or the whole new one. */
const UNFINISHED = join(ROOT, 'dist', 'bundle.new')
/** The demonstration's patient is not among them: it imports nothing. */
const PROGRAMS = [
  'src/main.ts',
  'src/cli.ts',
  'src/workers/growthWorker.ts',
  'src/ssh/keyWorker.ts',
  'src/compose/readWorker.ts',
]
/** What test/e2e/mortalBot.mjs puts together by itself; they add no code, only names for what main.js has. */
const PARTS = [
  'src/compose/bot.ts',
  'src/compose/setup.ts',
  'src/log/log.ts',
  'src/schedule/clock.ts',
]
/** Packages of many small ES modules and nothing else. All others load from node_modules: they hold few files, or binaries. */
const JOINED = ['kysely', 'yaml', 'zod']

/**
 * What asks where it is gets the place that tsc gave it, in dist/src or in its package: what lies beside it is found
 * from there, whichever chunk it has come to.
 */
const places = {
  name: 'places',
  transform: {
    filter: { id: { exclude: /^\0/ }, code: /\bimport\.meta\b/ },
    handler(code, id) {
      if (/\bimport\.meta\b(?!\.url\b)/.test(code))
        throw new Error(`${id}: of import.meta only url is known in the bundle`)
      const place = JSON.stringify(relative(OUT, builtOf(id)))
      // On the same line, so that the lines of the source map hold.
      return {
        code: code.replaceAll(/\bimport\.meta\.url\b/g, `new URL(${place}, import.meta.url).href`),
        map: null,
      }
    },
  },
}

function builtOf(id) {
  const source = relative(ROOT, id)
  return id.endsWith('.ts') ? join(ROOT, 'dist', source.replace(/\.ts$/, '.js')) : id
}

function isOutside(id) {
  const isOurs = id.startsWith('.') || isAbsolute(id)
  return !isOurs && !JOINED.some((name) => id === name || id.startsWith(`${name}/`))
}

async function bundle() {
  const build = await rolldown({
    cwd: ROOT,
    input: [...PROGRAMS, ...PARTS],
    external: isOutside,
    platform: 'node',
    tsconfig: join(ROOT, 'tsconfig.build.json'),
    plugins: [places],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  rmSync(UNFINISHED, { recursive: true, force: true })
  await build.write({
    dir: UNFINISHED,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // Node keeps the text of each file: without comments, and one byte a character (one word in Chinese would make it two).
    comments: false,
    charset: 'ascii',
    // For src/log/places.ts.
    sourcemap: true,
    sourcemapExcludeSources: true,
  })
  await build.close()
  rmSync(OUT, { recursive: true, force: true })
  renameSync(UNFINISHED, OUT)
}

await bundle()
