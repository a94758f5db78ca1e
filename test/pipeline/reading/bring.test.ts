/** Folders, archives and large files come to the same parts. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tar, zip } from '../../archive/pack.ts'
import { fixture } from '../../parsers/helpers.ts'
import { answer, answerAs, codes, file, kinds } from './house.ts'

const MEMINFO = fixture('proc/meminfo-6.1.txt')
const KERNEL = '[ 1.000001] Linux version 6.1.0\n'
const KILL =
  '[ 2705.842646] eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n[ 2705.848730] Memory cgroup out of memory: Killed process 3392 (eater) total-vm:59876kB, anon-rss:54912kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:200kB oom_score_adj:0\n'

describe('archives', () => {
  const entries = [
    { name: 'sos/proc/meminfo', text: MEMINFO },
    { name: 'sos/etc/motd', text: 'Welcome\n' },
    { name: '../evil', text: 'x\n' },
  ]
  test.each([
    ['tgz', gzipSync(tar(entries))],
    ['zip', zip(entries)],
  ])('%s: what is evidence is read, what was left out is said', async (_, bytes) => {
    const of = await answer(file('sos', bytes))
    expect(kinds(of)).toEqual(['proc/meminfo', 'unknown'])
    expect(of.parts[0]).toMatchObject({ name: 'sos/sos/proc/meminfo' })
    expect(of.parts[1]?.losses).toMatchObject([{ code: 'skipped', sample: '../evil: path' }])
    expect(of.exit).toBe(0)
  })

  test('one packed file, cut: a loss', async () => {
    const text = MEMINFO + MEMINFO.replaceAll(/\d/g, (digit) => String((Number(digit) * 7) % 10))
    const packed = gzipSync(text)
    const of = await answer(file('meminfo.gz', packed.subarray(0, packed.length - 60)))
    expect(of.parts[0]?.losses.map(({ code }) => code)).toContain('cut')
  })
})

describe('several files', () => {
  test('one that cannot be read is said, the others are read', async () => {
    const of = await answer(
      file('meminfo', MEMINFO),
      file('broken.gz', gzipSync(MEMINFO).subarray(0, 5)),
    )
    expect(of.exit).toBe(3)
    expect(of.parts.map(({ kind }) => kind)).toEqual(['proc/meminfo', 'unknown'])
  })

  test('a file that was named is a part, whatever it holds', async () => {
    const of = await answer(file('a/meminfo', MEMINFO), file('a/b', 'hello\n'))
    expect(kinds(of)).toEqual(['proc/meminfo', 'unknown'])
  })
})

describe('larger than what is held in memory', () => {
  const filler = Buffer.from(KERNEL.repeat(Math.ceil((65 * 1024 * 1024) / KERNEL.length)))

  test('a log goes through line by line', async () => {
    const of = await answer(file('dmesg', Buffer.concat([filler, Buffer.from(KILL)])))
    expect(kinds(of)).toEqual(['kernel/log'])
    expect(of.parts[0]?.value).toMatchObject({ ooms: [{ victims: [{ pid: 3392 }] }] })
    expect(codes(of).some((code) => code.startsWith('critical oom.'))).toBe(true)
  })

  test('noise is refused at once', async () => {
    const noise = Buffer.alloc(70 * 1024 * 1024, 'qwxz ')
    await expect(answer(file('noise', noise))).rejects.toMatchObject({ code: 'file-too-large' })
  })

  test('one endless line as a kind that is named: cut, with a loss', async () => {
    const endless = Buffer.concat([
      Buffer.from(KILL),
      Buffer.alloc(66 * 1024 * 1024, 'x'),
      Buffer.from(`\n${KILL}`),
    ])
    const of = await answerAs('kernel/log', file('dmesg', endless))
    expect(of.parts[0]?.losses.map(({ code }) => code)).toContain('cut')
    expect(of.parts[0]?.value).toMatchObject({ ooms: [{}, {}] })
  })
})
