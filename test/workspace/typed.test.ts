import { describe, expect, it } from 'vitest'
import { defaultPeople } from '../../src/workspace/roster.ts'
import { asTyped } from '../../src/workspace/typed.ts'

describe('what a person types', () => {
  it.each([
    ['a < b & c', 'a &lt; b &amp; c'],
    ['@memcheck smaps', '<@U0MEMCHECK> smaps'],
    ['hi @memcheck, please', 'hi <@U0MEMCHECK>, please'],
    ['@ana and @nobody', '<@U0ANA> and @nobody'],
    ['mail@memcheck', 'mail@memcheck'],
    ['<@U0MEMCHECK> oom', '<@U0MEMCHECK> oom'],
    ['<@U0EVIL> <!channel>', '&lt;@U0EVIL&gt; &lt;!channel&gt;'],
    ['db1.example.com 4242', '<http://db1.example.com|db1.example.com> 4242'],
    ['see https://a.example/x?y=1&z=2.', 'see <https://a.example/x?y=1&amp;z=2>.'],
    ['db1.local 10.0.0.1 v1.2.3 read.me.not', 'db1.local 10.0.0.1 v1.2.3 read.me.not'],
    ['`db1.example.com @memcheck`', '`db1.example.com @memcheck`'],
    ['a@example.com', 'a@example.com'],
  ])('%s', (typed, sent) => {
    expect(asTyped(typed, defaultPeople('UTC'), 'memcheck')).toBe(sent)
  })
})
