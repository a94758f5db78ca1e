/** Nothing is exported that no other file of the program uses, nothing is installed that no file imports. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
/** Doors: what runs is started here, from package.json, scripts or by a path. */
const ENTRIES = new Set([
  'src/main.ts',
  'src/cli.ts',
  'src/local/leakyProgram.ts',
  'src/ssh/keyWorker.ts',
  'src/workers/growthWorker.ts',
  'src/compose/readWorker.ts',
])
const FOLDERS = ['src', 'commands', 'migrations', 'scripts', 'bench', 'bin', 'test/e2e']

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|mjs|js)$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file)),
)
const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))
const program = files.filter(
  (file) => /^(?:src|commands|migrations)\//.test(file) && file.endsWith('.ts'),
)

function exportsOf(file: string): readonly string[] {
  const text = texts.get(file) ?? ''
  return [
    ...text.matchAll(
      /^export (?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type) (\w+)/gm,
    ),
  ].map((match) => match[1] ?? '')
}

/** `file#name` for every name that some file imports. */
const imported = new Set(
  files.flatMap((file) => {
    const text = texts.get(file) ?? ''
    const named = [
      ...text.matchAll(/(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*['"](\.[^'"]+)['"]/g),
    ]
    const loaded = [...text.matchAll(/const \{([^}]*)\} = await load\('([^']+)'\)/g)].map(
      (match) => [match[0], match[1], `../${match[2]}`] as const,
    )
    return [...named, ...loaded].flatMap(([, names = '', from = '']) =>
      names.split(',').map((name) => {
        const bare =
          name
            .trim()
            .replace(/^type\s+/, '')
            .split(/\s+as\s+|:/)[0]
            ?.trim() ?? ''
        const target = normalize(join(dirname(file), from))
          .replace(/^dist\//, '')
          .replace(/\.js$/, '.ts')
        return `${target}#${bare}`
      }),
    )
  }),
)

/** A type that only its own file's signatures name is no dead code: readers meet it there. */
function usedInside(file: string, name: string): boolean {
  return (texts.get(file) ?? '').split(new RegExp(`\\b${name}\\b`)).length > 2
}

test('every export is used by another file of the program', () => {
  const dead = program
    .filter((file) => !ENTRIES.has(file))
    .flatMap((file) =>
      exportsOf(file)
        .filter((name) => !imported.has(`${file}#${name}`) && !usedInside(file, name))
        .map((name) => `${file}: ${name}`),
    )
  expect(dead).toEqual([])
})

test('every file of the program is reached', () => {
  const reached = new Set([...imported].map((key) => key.split('#')[0]))
  const sideEffects = new Set(
    files.flatMap((file) =>
      [...(texts.get(file) ?? '').matchAll(/^import '(\.[^']+)'/gm)].map((match) =>
        normalize(join(dirname(file), match[1] ?? '')),
      ),
    ),
  )
  expect(
    program.filter((file) => !ENTRIES.has(file) && !reached.has(file) && !sideEffects.has(file)),
  ).toEqual([])
})

test('every run-time dependency is imported', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const all = [...texts.values()].join('\n')
  expect(Object.keys(manifest.dependencies).filter((name) => !all.includes(`'${name}`))).toEqual([])
})
