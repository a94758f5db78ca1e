/** One paste, many kinds: what begins where, what is cleaned, what is refused. */
import { describe, expect, test } from 'vitest'
import { UserError } from '../../../src/domain/errors.ts'
import { fixture } from '../../parsers/helpers.ts'
import { answer, file, kinds, read } from './house.ts'

const MEMINFO = fixture('proc/meminfo-6.1.txt')
const VMSTAT = fixture('proc/vmstat-6.1.txt')
const STATUS = fixture('proc/status-6.1.txt')
const STAT_V1 = fixture('cgroup/stat-v1-6.18.txt')
const STAT_V2 = fixture('cgroup/stat-v2-6.1.txt')
const SMAPS = fixture('proc/smaps-6.18-swap.txt')
const ROLLUP = fixture('proc/smaps_rollup-6.1.txt')
const MAPS = fixture('proc/maps-6.18-arena.txt')
const PRESSURE = fixture('proc/pressure-6.18.txt')

async function refusal(
  text: string | Uint8Array,
): Promise<{ code: string; params: Record<string, unknown> }> {
  try {
    await answer(file('paste', text))
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, params: error.params }
    throw error
  }
  throw new Error('it was read')
}

describe('kinds by content alone', () => {
  test.each([
    ['proc/meminfo', MEMINFO],
    ['proc/vmstat', VMSTAT],
    ['proc/vmstat', 'compact_stall 3\ncompact_fail 1\n'],
    ['proc/PID/status', STATUS],
    ['proc/PID/smaps', SMAPS],
    ['proc/PID/smaps_rollup', ROLLUP],
    ['proc/PID/maps', MAPS],
    ['proc/pressure/memory', PRESSURE],
    ['cgroup/memory.stat', STAT_V1],
    ['cgroup/memory.stat', STAT_V2],
    ['cgroup/memory.events', fixture('cgroup/events-v2-6.1.txt')],
    ['cgroup/memory.oom_control', fixture('cgroup/oom_control-v1-held.txt')],
    ['cgroup/files', fixture('cgroup/files-v2-6.1-max.txt')],
    ['cgroup/memory', fixture('cgroup/v2-6.1-max.txt')],
  ])('%s', async (kind, text) => {
    const of = await read(text)
    expect(kinds(of)).toEqual([kind])
    expect(of.parts[0]?.losses).toEqual([])
    expect(of.parts[0]?.lines).toEqual([1, text.trimEnd().split('\n').length])
  })
})

describe('several kinds in one text', () => {
  const ALL = [MEMINFO, VMSTAT, STATUS, STAT_V1, SMAPS, ROLLUP, PRESSURE, MAPS, STAT_V2]
  const IDS = [
    'proc/meminfo',
    'proc/vmstat',
    'proc/PID/status',
    'cgroup/memory.stat',
    'proc/PID/smaps',
    'proc/PID/smaps_rollup',
    'proc/pressure/memory',
    'proc/PID/maps',
    'cgroup/memory.stat',
  ]

  test('without anything between them', async () => {
    const of = await read(ALL.join(''))
    expect(kinds(of)).toEqual(IDS)
    expect(of.parts.flatMap((part) => part.losses)).toEqual([])
  })

  test.each([
    ['tail', (i: number) => `==> /tmp/file${i} <==\n`],
    ['prompts of root', () => '[root@db1 ~]# cat /proc/thing\n'],
    ['prompts of users', () => 'ana@db1:~$ sudo cat /proc/thing\n'],
    ['framed', (i: number) => `===== step ${i} =====\n`],
    ['headings', (i: number) => `## step ${i}\n`],
    ['rules', () => '--------------------\n'],
    ['times', (i: number) => `2026-11-20T08:00:0${i}Z\n`],
    ['blank lines', () => '\n\n'],
  ])('marked by %s', async (_, marker) => {
    const of = await read(ALL.map((text, i) => `${marker(i)}${text}`).join('\n'))
    expect(kinds(of)).toEqual(IDS)
    expect(of.parts.flatMap((part) => part.losses)).toEqual([])
  })

  test('two readings of one kind are two parts', async () => {
    for (const text of [MEMINFO, VMSTAT, STATUS, STAT_V2, PRESSURE, ROLLUP, SMAPS, MAPS])
      expect(new Set(kinds(await read(text + text)))).toEqual(new Set(kinds(await read(text))))
    expect(kinds(await read(MEMINFO + MEMINFO))).toHaveLength(2)
    expect(kinds(await read(ROLLUP + ROLLUP))).toHaveLength(2)
    expect(kinds(await read(SMAPS + SMAPS))).toHaveLength(2)
  })

  test('prose around them is a part that no kind reads, and no failure', async () => {
    const of = await read(`The host was slow.\nI looked:\n\n${MEMINFO}\nWhat now?\n`)
    expect(kinds(of)).toEqual(['unknown', 'proc/meminfo', 'unknown'])
    expect(of.exit).toBe(0)
    expect(of.parts[1]?.lines[0]).toBe(4)
  })

  test('a known tool that is not read is named, and the rest is read', async () => {
    const of = await read(
      `==1== Memcheck, a memory error detector\n==1== HEAP SUMMARY:\n\n${MEMINFO}`,
    )
    expect(of.exit).toBe(3)
    expect(of.parts[0]).toMatchObject({
      kind: 'unknown',
      value: { looksLike: 'valgrind memcheck' },
    })
    expect(kinds(of)).toEqual(['unknown', 'proc/meminfo'])
  })
})

describe('cleaned', () => {
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${MEMINFO}`, 'utf16le'))
  test.each([
    ['terminal colours', MEMINFO.replace(/^(\w+)/gm, '\u001b[1;32m$1\u001b[0m')],
    ['byte order mark', `\ufeff${MEMINFO}`],
    ['utf-16le', utf16],
    ['quote marks', MEMINFO.replace(/^/gm, '> ')],
    ['indentation', MEMINFO.replace(/^/gm, '    ')],
    ['indentation', MEMINFO.replace(/^/gm, '\t')],
    ['code marks', `\`\`\`${MEMINFO}\`\`\``],
    ['web blanks', MEMINFO.replaceAll('    ', '\u00a0\u00a0\u00a0 ')],
  ])('%s are taken off, with a loss that says so', async (how, text) => {
    const of = await answer(file('paste', text))
    const part = of.parts.find(({ kind }) => kind === 'proc/meminfo')
    expect(part?.value).toEqual((await read(MEMINFO)).parts[0]?.value)
    expect(of.parts.flatMap((one) => one.losses)).toMatchObject([{ code: 'cleaned', sample: how }])
  })

  test('html escapes', async () => {
    const of = await read(MAPS.replaceAll('[', '&lt;').replaceAll(']', '&gt;'))
    expect(of.parts[0]?.losses).toMatchObject([{ code: 'cleaned', sample: 'html escapes' }])
  })

  test('line ends of other systems are no loss', async () => {
    const of = await read(MEMINFO.replaceAll('\n', '\r\n'))
    expect(of.parts).toEqual((await read(MEMINFO)).parts)
  })

  test('an endless line is cut with a loss', async () => {
    const of = await read(`${'x'.repeat(2_000_000)}\n${MEMINFO}`)
    expect(of.parts[0]?.losses[0]).toMatchObject({ code: 'cut', line: 1, count: 1 })
    expect(kinds(of)).toEqual(['unknown', 'proc/meminfo'])
  })
})

describe('refused, never misread', () => {
  test.each([
    [
      'valgrind memcheck',
      '==7== Memcheck, a memory error detector\n==7== definitely lost: 4 bytes',
    ],
    ['AddressSanitizer or LeakSanitizer', '\n==7==ERROR: LeakSanitizer: detected memory leaks\n'],
    ['JVM class histogram', ' num     #instances         #bytes  class name (module)\n'],
    ['gdb', '(gdb) find 0x1, 0x2\n'],
    ['heaptrack', 'MOST CALLS TO ALLOCATION FUNCTIONS\n'],
    ['memleak (bcc)', '[01:02:03] Top 10 stacks with outstanding allocations:\n'],
    ['PHP-FPM configuration', '[www]\npm = static\npm.max_children = 3\n'],
  ])('%s', async (looksLike, text) => {
    expect(await refusal(text)).toMatchObject({
      code: 'file-not-recognised',
      params: { looksLike },
    })
  })

  test('names the line, what stands there and the kinds that come near', async () => {
    expect(await refusal('\nfoo_total 7\npgfault 12\npgmajfault 3\npgscan 4\n')).toEqual({
      code: 'file-not-recognised',
      params: {
        file: 'paste',
        line: 2,
        looksLike: 'foo_total 7',
        near: expect.stringContaining('proc/vmstat'),
      },
    })
  })

  test('bytes of a program', async () => {
    const bytes = new Uint8Array(4096).map((_, i) => (i * 7) % 256)
    bytes.set([0x7f, 0x45, 0x4c, 0x46])
    expect((await refusal(bytes)).params['looksLike']).toMatch(/ELF/)
  })

  test('nothing at all', async () => {
    expect(await refusal('')).toMatchObject({ code: 'file-empty' })
    expect(await refusal('\n\n')).toMatchObject({ code: 'file-empty' })
  })
})
