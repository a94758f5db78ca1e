/** Real OOM reports, read by the real parser: each is called what it was. */
import { expect, test } from 'vitest'
import { oom } from '../../../src/analyzers/oom/index.ts'
import { MIB } from '../../../src/domain/bytes.ts'
import type { Block } from '../../../src/domain/report.ts'
import { LANGS, plain } from '../../../src/domain/words.ts'
import { asked, contextOf } from '../../hosts/load.ts'
import { fixture } from '../../parsers/helpers.ts'
import { findingsOf, frame } from '../frames.ts'
import { codes } from './events.ts'

const of = (name: string) =>
  contextOf('sdw3', { frames: [frame('kernel/log', fixture(`kernel/oom-${name}.txt`))] })

const found = (name: string) => findingsOf(oom, of(name))

test('anonymous growth in a group: the victim asked itself, its sidecar is told with it', () => {
  const [limit, held, ...others] = found('memcg-v1-6.18')
  expect(limit).toMatchObject({
    code: 'oom.limit',
    severity: 'critical',
    numbers: {
      victim: 'eater',
      victimPid: '3392',
      triggerPid: '3392',
      oomGroup: '/app-oom',
      limitBytes: 64 * MIB,
      victimBytes: 54_912 * 1024,
    },
  })
  expect(held).toMatchObject({ code: 'oom.held-by-tasks', numbers: { tasks: 2 } })
  expect(others).toEqual([])
})

test('the one that asked is not the one that was killed, though both bear one name', () => {
  const findings = found('invoker-not-victim-6.18')
  expect(findings[0]?.numbers).toMatchObject({
    victimPid: '3766',
    victimBytes: 61_440 * 1024,
    triggerPid: '3768',
  })
  expect(codes(findings)).toContain('info oom.trigger-lives')
})

test('tmpfs holds the group: said first, and not blamed on the victim', () => {
  const [shared, limit] = found('tmpfs-6.18')
  expect(shared).toMatchObject({
    code: 'oom.held-by-shared-memory',
    severity: 'critical',
    numbers: { partBytes: 52_428_800, wholeBytes: 64 * MIB },
  })
  expect(limit).toMatchObject({
    code: 'oom.limit',
    numbers: { victimPid: '3782', victimBytes: 14_080 * 1024 },
  })
})

test('memory.oom.group: three victims, though the kernel prints four lines', () => {
  const [all] = found('v2-group-6.1')
  expect(all).toMatchObject({ code: 'oom.limit-all', numbers: { killedCount: 3 } })
})

test('a v2 limit', () => {
  const [limit] = found('v2-max-6.1')
  expect(limit).toMatchObject({
    code: 'oom.limit',
    numbers: { victimPid: '104', limitBytes: 32 * MIB, oomGroup: '/app.slice/api.service' },
  })
})

test('the host without swap; the one with oom_score_adj 500 was smaller and lives', () => {
  const [host, ...others] = found('global-6.1')
  expect(host).toMatchObject({
    code: 'oom.host-no-swap',
    numbers: { victimPid: '224', victimBytes: 158_340 * 1024 },
  })
  expect(codes(others)).toEqual(['info oom.held-by-tasks'])
})

const answer = (name: string, lang: 'en' | 'zh' = 'en', args: readonly string[] = []) =>
  oom.drilldowns.find((one) => one.name === 'oom')?.answer({ ...asked(of(name), lang), args }) ?? []

const rowsOf = (block: Block | undefined): readonly string[] =>
  block?.kind === 'table' ? block.rows.map((row) => row.join(' | ')) : []

test('the answer tells the story, the facts, the accounts, the holders and the zones', () => {
  const [story, fields, accounts, holders, zones] = answer('global-6.1')
  expect(story?.kind === 'text' ? plain(story.text) : '').toContain('it has no swap')
  expect(fields?.kind === 'fields' ? fields.fields.map(({ value }) => plain(value)) : []).toContain(
    'eater 224, 155 MiB',
  )
  expect(rowsOf(accounts)[0]).toBe('tasks, anonymous | 185 MiB | 85 %')
  expect(rowsOf(holders)[0]).toBe('eater | 2 | 186 MiB | 155 MiB | 224 | /')
  expect(rowsOf(zones)).toHaveLength(2)
})

test('an answer in either language has every hole filled', () => {
  for (const lang of LANGS) {
    for (const name of ['tmpfs-6.18', 'v2-group-6.1', 'invoker-not-victim-6.18']) {
      const texts = answer(name, lang).flatMap((block) =>
        block.kind === 'text' ? [plain(block.text)] : [],
      )
      expect(texts.join('\n')).not.toMatch(/[{}]|–|undefined| ms /)
    }
  }
})

test('a number that is not there is answered with the list', () => {
  const [words, list] = answer('tmpfs-6.18', 'en', ['7'])
  expect(words?.kind === 'text' ? plain(words.text) : '').toContain('no kill number 7')
  expect(rowsOf(list)).toHaveLength(1)
})
