/** A button that asks first, as Slack takes it: nothing longer than its dialog holds. */
import { expect, test } from 'vitest'
import { buttonRows } from '../../src/blockkit/buttons.ts'
import type { Button } from '../../src/domain/report.ts'

const BUTTON: Button = { action: 'consent-confirm', label: ['Do it'], value: 'v', style: 'danger' }

test('the dialog has its four texts and the button’s style', () => {
  const confirm = { title: ['Sure?'], text: ['It stops.'], yes: ['Do it'], no: ['No'] }
  const [row] = buttonRows({ buttons: [{ ...BUTTON, confirm }] }, new Set())
  expect(row?.elements[0]).toMatchObject({
    style: 'danger',
    confirm: {
      title: { type: 'plain_text', text: 'Sure?' },
      text: { type: 'plain_text', text: 'It stops.' },
      confirm: { type: 'plain_text', text: 'Do it' },
      deny: { type: 'plain_text', text: 'No' },
      style: 'danger',
    },
  })
})

test('what is too long is cut where it is seen, and what is empty is a dash', () => {
  const long = ['x'.repeat(999)]
  const confirm = { title: long, text: long, yes: long, no: [''] }
  const [row] = buttonRows({ buttons: [{ ...BUTTON, confirm }] }, new Set())
  const shown = JSON.parse(JSON.stringify(row?.elements[0])).confirm
  expect([shown.title, shown.text, shown.confirm].map(({ text }) => text.length)).toEqual([
    99, 299, 29,
  ])
  expect(shown.text.text.endsWith('…')).toBe(true)
  expect(shown.deny.text).toBe('–')
})

test('without a dialog and a style it is as ever', () => {
  const plain: Button = { action: 'again', label: ['Again'], value: 'v' }
  const [row] = buttonRows({ buttons: [plain] }, new Set())
  expect(Object.keys(row?.elements[0] ?? {})).toEqual(['type', 'action_id', 'text', 'value'])
})
