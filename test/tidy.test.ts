/**
 * The plan of the house as a test (docs/ARCHITECTURE.md): floors, cycles, outside packages at their own edge,
 * nothing impure below the edges, small files.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Lower floors first; rooms of one floor may use each other, but edges may not. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/domain'],
  ['src/parsers'],
  ['src/analyzers', 'src/growth', 'src/memory', 'src/script', 'src/charts', 'src/blockkit'],
  ['src/report'],
  ['src/pipeline'],
  [
    'src/ssh',
    'src/store',
    'src/prometheus',
    'src/slack',
    'src/workspace',
    'src/terminal',
    'src/archive',
    'src/schedule',
    'src/raster',
    'src/workers',
    'src/config',
    'src/log',
    'src/local',
    'src/ids',
    'migrations',
  ],
  ['commands'],
  ['src/main.ts', 'src/cli.ts', 'src/compose'],
]
const EDGE_FLOOR = 5

/** Each outside package has its one edge. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@slack/bolt': ['src/slack'],
  '@slack/types': ['src/blockkit', 'src/slack'],
  ssh2: ['src/ssh', 'src/local'],
  'better-sqlite3': ['src/store'],
  kysely: ['src/store', 'migrations'],
  'node-cron': ['src/schedule'],
  pino: ['src/log'],
  ws: ['src/workspace'],
  yaml: ['src/config'],
  '@resvg/resvg-js': ['src/raster'],
  '@expo-google-fonts/inter': ['src/raster'],
  zod: ['src/domain', 'commands', ...(FLOORS[EDGE_FLOOR] ?? [])],
}

/** Impure things that floors 0-4 take from a port instead. */
const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\(|\bnew Date\(\)/, 'take a Clock'],
  [/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/, 'take a Clock'],
  [/\bMath\.random\(|\bcrypto\./, 'take Ids'],
  [
    /\bprocess\.(?:env|argv|exit|pid|on|cwd|stdin|stdout|stderr|hrtime|memoryUsage|nextTick)\b/,
    'main.ts knows the process',
  ],
  [/\bfetch\(|\bperformance\./, 'ports only'],
  [/\bconsole\.(?:log|error|warn|info)\b/, 'take a Log'],
]

/** Longest file; tables of data are longer by nature and named here. */
const MAX_LINES = 300
const LONG_TABLES = new Set(['src/charts/fontData.ts', 'src/report/words/errors.ts'])

const files = ['src', 'commands', 'migrations'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
)
const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))
const FORMS = [
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g,
  /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\brequire\(\s*['"]([^'"]+)['"]\s*\)/g,
]
const imports = new Map(
  files.map((file) => [
    file,
    FORMS.flatMap((form) =>
      [...(texts.get(file) ?? '').matchAll(form)].map((match) => match[1] ?? ''),
    ),
  ]),
)

const roomOf = (file: string): string | undefined =>
  FLOORS.flat().find((room) => file === room || file.startsWith(`${room}/`))
const floorOf = (file: string): number =>
  FLOORS.findIndex((rooms) => rooms.some((room) => file === room || file.startsWith(`${room}/`)))
const inside = (file: string): readonly string[] =>
  (imports.get(file) ?? [])
    .filter((to) => to.startsWith('.'))
    .map((to) => normalize(join(dirname(file), to)))
const outside = (file: string): readonly string[] =>
  (imports.get(file) ?? []).filter((to) => !to.startsWith('.'))
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

describe('tidy', () => {
  test('every file has a room', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([])
  })

  test('imports point to the own floor or a lower one', () => {
    const up = files.flatMap((file) =>
      inside(file)
        .filter((to) => floorOf(to) > floorOf(file))
        .map((to) => `${file} -> ${to}`),
    )
    expect(up).toEqual([])
  })

  test('no edge imports another', () => {
    const across = files.flatMap((file) =>
      inside(file)
        .filter(
          (to) =>
            floorOf(file) === EDGE_FLOOR &&
            floorOf(to) === EDGE_FLOOR &&
            roomOf(file) !== roomOf(to),
        )
        .filter((to) => !(roomOf(file) === 'src/store' && roomOf(to) === 'migrations'))
        .map((to) => `${file} -> ${to}`),
    )
    expect(across).toEqual([])
  })

  test('commands import floors 0-4 and each other only', () => {
    const wrong = files
      .filter((file) => file.startsWith('commands/'))
      .flatMap((file) =>
        inside(file)
          .filter((to) => floorOf(to) === EDGE_FLOOR)
          .map((to) => `${file} -> ${to}`),
      )
    expect(wrong).toEqual([])
  })

  test('no import cycles', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const to of inside(file)) visit(to, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('outside packages at their own edge only', () => {
    const wrong = files.flatMap((file) =>
      outside(file)
        .filter((name) => !name.startsWith('node:'))
        .filter(
          (name) => !(PACKAGES[packageOf(name)] ?? []).some((room) => file.startsWith(`${room}/`)),
        )
        .map((name) => `${file} -> ${name}`),
    )
    expect(wrong).toEqual([])
  })

  test('floors 0-4 and commands import no node: module', () => {
    const wrong = files
      .filter((file) => floorOf(file) < EDGE_FLOOR || file.startsWith('commands/'))
      .flatMap((file) =>
        outside(file)
          .filter((name) => name.startsWith('node:'))
          .map((name) => `${file} -> ${name}`),
      )
    expect(wrong).toEqual([])
  })

  test('floors 0-4 and commands know no clock, timer, randomness, environment or network', () => {
    const wrong = files
      .filter((file) => floorOf(file) < EDGE_FLOOR || file.startsWith('commands/'))
      .flatMap((file) => {
        const code = (texts.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        return IMPURE.filter(([pattern]) => pattern.test(code)).map(
          ([pattern, instead]) => `${file}: ${pattern} (${instead})`,
        )
      })
    expect(wrong).toEqual([])
  })

  test('files stay small', () => {
    const long = files.filter(
      (file) => !LONG_TABLES.has(file) && (texts.get(file) ?? '').split('\n').length > MAX_LINES,
    )
    expect(long).toEqual([])
  })

  test('nothing is left undone or forced', () => {
    const marks =
      /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|nocheck|expect-error)|\bas any\b|:\s*any\s*[;,)=\]>|]|\bexport default\b|^\s*enum\s/m
    expect(files.filter((file) => marks.test(texts.get(file) ?? ''))).toEqual([])
  })

  test('no barrel files: index.ts holds a list, not re-exports', () => {
    const barrels = files.filter(
      (file) =>
        file.endsWith('/index.ts') && /export (?:\*|\{[^}]*\}) from/.test(texts.get(file) ?? ''),
    )
    expect(barrels).toEqual([])
  })
})
