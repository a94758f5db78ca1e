/** A command on its own usage line: unique, in both languages, its example runs, a bad word is named. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { archives } from '../../src/archive/open.ts'
import { UserError } from '../../src/domain/errors.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LANGS } from '../../src/domain/words.ts'
import { randomIds } from '../../src/ids/random.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { type Asked, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { reservedWords } from '../../src/pipeline/reserved.ts'
import { type UseCases, useCases } from '../../src/pipeline/useCases.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { openStore } from '../../src/store/open.ts'
import { createCompute } from '../../src/workers/compute.ts'
import { createFileReader } from '../../src/workers/fileReader.ts'
import { memberIn, OPEN_DIRECTORY, PLAIN_LAW } from '../pipeline/standing.ts'

const LOCAL: HostEntry = {
  ...PLAIN_HOST,
  name: 'local',
  aliases: ['localhost'],
  address: '127.0.0.1',
  port: 22,
  user: 'nobody',
  credentials: { ...PLAIN_HOST.credentials, keyFiles: ['/none'] },
  knownHostsFiles: ['/none'],
  memory: true,
}
const TERMINAL: Asked = {
  actor: { id: 'ana', surface: 'terminal', team: null, chat: null },
  place: { surface: 'terminal', user: 'ana' },
  lang: 'en',
  zone: 'UTC',
}
const SLACK: Asked = {
  actor: memberIn('C1'),
  place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
  lang: 'zh',
  zone: 'UTC',
}
/** What an example may meet where no host and no chat is. */
const AWAY = [
  'connection-refused',
  'no-such-run',
  'admin-terminal-only',
  'lang-in-chat-only',
  'intrusive-refused',
]
const log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug: () => 'E00000',
}

let folder = ''
let use: UseCases
let house: House

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-commands-'))
  const clock = systemClock()
  house = {
    clock,
    ids: randomIds(),
    log,
    store: await openStore({ file: join(folder, 'm.sqlite'), instance: 'terminal:x', log }),
    // No host can be reached here: what a command says before it reaches one is what is tried.
    ranges: { open: async () => ({ reason: 'failed', detail: '' }) },
    hostKeys: {
      hops: async (host) => [host],
      look: () => Promise.reject(new Error('nothing is shown here')),
      record: () => Promise.reject(new Error('nothing is recorded here')),
    },
    remote: {
      exec: async (host) => {
        throw new UserError('connection-refused', {
          host: host.name,
          address: host.address,
          port: host.port,
        })
      },
      close: async () => undefined,
    },
    raster: { png: async () => new Uint8Array() },
    chat: null,
    demands: [],
    directory: OPEN_DIRECTORY,
    law: PLAIN_LAW,
    prometheus: null,
    inventory: { hosts: [LOCAL], groups: { all: ['local'] }, embedded: false },
    sources: SOURCES,
    formats: FORMATS,
    archives: archives(),
    compute: createCompute(),
    fileReader: createFileReader(),
    analyzers: ANALYZERS,
    drilldowns: DRILLDOWNS,
    owner: 'terminal:x',
    version: 'test',
    lang: 'en',
    channelLangs: new Map(),
  }
  use = useCases(house, createSchedule({ clock, log }), null, COMMANDS)
})

afterAll(async () => {
  await house.store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  'command %s',
  (_name, command) => {
    test('tells itself in both languages', () => {
      for (const lang of LANGS) expect(command.help[lang]).not.toBe('')
      expect(command.example.split(' ')[0]).toBe(command.name)
    })

    test('its example is understood, and ends in words', async () => {
      const reply = await dispatch(COMMANDS, command.example.split(' '), TERMINAL, use)
      const done = await doneOf(reply)
      expect(done.message.blocks.length).toBeGreaterThan(0)
      // Nothing is kept, no file is there, no chat: those are the only complaints an example may meet here.
      const code = (done.json as { error?: { code?: string } } | null)?.error?.code
      expect([...AWAY, undefined]).toContain(command.name === 'watch' ? undefined : code)
    })

    test('too many words are refused, naming one and what was meant', async () => {
      const reply = await dispatch(
        COMMANDS,
        [command.name, 'local', 'xyzzy-one', 'xyzzy-two', 'xyzzy-three'],
        TERMINAL,
        use,
      )
      if (reply.kind !== 'say' || command.name === 'help') return
      expect(reply.done.exit).toBe(64)
      expect(reply.done.message.text).not.toBe('')
    })

    test('in a chat, what is for the terminal is refused', async () => {
      if (command.where === 'anywhere') return
      const reply = await dispatch(COMMANDS, [command.name, 'x'], SLACK, use)
      expect(
        reply.kind === 'say' && (reply.done.json as { error: { code: string } }).error.code,
      ).toBe('admin-terminal-only')
    })
  },
)

test('verbs, sub-verbs and questions are reserved, each once', () => {
  const words = reservedWords(COMMANDS, DRILLDOWNS)
  expect(new Set(words).size).toBe(words.length)
  for (const word of ['check', 'watch', 'list', 'smaps', 'raw']) expect(words).toContain(word)
  const names = [...COMMANDS.map((command) => command.name), ...DRILLDOWNS.map((one) => one.name)]
  const both = names.filter((name, i) => names.indexOf(name) !== i)
  // `history` is a verb and a question: the verb comes first in a line, the question only in a thread or after a target.
  expect(both).toEqual(['history'])
})

test.each([
  [['nowhere'], 'unknown-command', 'nowhere'],
  [['local', '0'], 'bad-argument', '0'],
  [['local', '4194305'], 'bad-argument', '4194305'],
  [['local', '5m'], 'bad-argument', '5m'],
  [['watch', 'local', 'every', 'often'], 'bad-argument', 'every often'],
  [['inspect', '@none'], 'unknown-group', 'none'],
  [['@all', 'x'], 'bad-argument', '@all'],
  [['ask', 'local'], 'bad-argument', 'local'],
  [['help', 'nonsense'], 'unknown-command', 'nonsense'],
  [['local', '1', 'nonsense'], 'unknown-question', 'nonsense'],
  [['local', '1', 'gcore'], 'command-stands-first', 'gcore'],
])('%s', async (words, code, word) => {
  const reply = await dispatch(COMMANDS, words, SLACK, use)
  expect(reply.kind === 'say' && reply.audience).toBe('asker')
  expect(reply.kind === 'say' && reply.done.json).toMatchObject({
    error: { code, params: { word } },
  })
})

test('the kinds that can be read are listed', async () => {
  const reply = await dispatch(COMMANDS, ['read', '--kinds'], TERMINAL, use)
  expect(reply.kind === 'say' && reply.done.json).toContain('proc/meminfo')
})
