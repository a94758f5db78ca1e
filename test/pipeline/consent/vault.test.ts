/** Nonces stand in what is posted, and in nothing that is written down. */
import { expect, test } from 'vitest'
import { pressValue, withoutNonces } from '../../../src/domain/consent.ts'
import type { Message } from '../../../src/domain/report.ts'
import { Vault } from '../../../src/pipeline/consent/vault.ts'

const NONCE = '0123456789abcdef'.repeat(2)

function messageWith(value: string): Message {
  const again = { action: 'again', label: ['again'], value: 'db1' }
  const button = { action: 'consent-confirm', label: ['do it'], value }
  return { text: 'x', blocks: [{ kind: 'buttons', buttons: [button, again] }] }
}

function valuesOf({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ value }) => value) : [],
  )
}

test('what waits does not hold the nonce; what goes out does, and other buttons are as they were', () => {
  const vault = new Vault()
  const waiting = messageWith(vault.hold('one', NONCE))
  expect(JSON.stringify(waiting)).not.toContain(NONCE)
  expect(valuesOf(vault.reveal(waiting))).toEqual([pressValue('one', NONCE), 'db1'])
})

test('two nonces of one request are told apart', () => {
  const vault = new Vault()
  const first = messageWith(vault.hold('one', NONCE))
  const second = messageWith(vault.hold('one', NONCE.replaceAll('0', 'f')))
  expect(valuesOf(vault.reveal(first))[0]).toBe(pressValue('one', NONCE))
  expect(valuesOf(vault.reveal(second))[0]).toBe(pressValue('one', NONCE.replaceAll('0', 'f')))
})

test('after the bot’s death the button is left out: nobody can press what nobody knows', () => {
  const waiting = messageWith(new Vault().hold('one', NONCE))
  expect(valuesOf(new Vault().reveal(waiting))).toEqual(['db1'])
})

test('what was pressed or said goes to the audit without its nonce, and other hex stays', () => {
  expect(withoutNonces(`consent-confirm ${pressValue('one', NONCE)}`)).toBe('consent-confirm one.…')
  const hash = `check db1 container:${NONCE}${NONCE}`
  expect(withoutNonces(hash)).toBe(hash)
})
