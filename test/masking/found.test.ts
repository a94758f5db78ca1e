/** What a stranger's corpus found readable, or masked though it is evidence: one of each principle. */
import { expect, test } from 'vitest'
import { maskText } from '../../src/domain/secrets.ts'

const WORD = ['zq', 'canary', '417'].join('')
const HEX = '602420192c2bb112'.repeat(2)

test.each([
  `TWILIO_AUTH_TOKEN=${HEX}`,
  `x\0--password\0ab ${WORD}\0y\0`,
  `x\0--password=ab&c=${WORD}\0y\0`,
  `- name: DB_PASSWORD\n  value: ${WORD}`,
  `define('DB_PASSWORD', '${WORD}')`,
  `curl -su bob:${WORD} h`,
  `echo ${WORD} | sudo -S ls`,
  `psql -c SELECT crypt('${WORD}', h)`,
  `ALTER ROLE x PASSWORD $pw$${WORD}$pw$`,
  `*:*:*:postgres:${WORD}`,
  `密码=${WORD}`,
  `sq${'p_'}${HEX}a1b2c3d4`,
])('regression: masked in %j', (text) => {
  const masked = maskText(text)
  expect(masked).not.toContain(text.includes(WORD) ? WORD : HEX)
  expect(maskText(masked)).toBe(masked)
})

test.each([
  '_ZNSt6vectorIhSaIhEE17_M_default_appendEm',
  'Build-ID: 0x8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a',
  '7/cmdline:psql\x007/cmdline:--no-password\x007/cmdline:-U\0',
  '--token-auth-file=/etc/kubernetes/tokens.csv',
  ['password=$', '{DB_PASSWORD}'].join(''),
  'git@github.com:acme/shop.git',
  'crate::auth::Token::new',
  'BadCredentialsException: Bad credentials',
])('regression: readable stays %j', (text) => expect(maskText(text)).toBe(text))
