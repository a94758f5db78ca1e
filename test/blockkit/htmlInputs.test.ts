/** Input blocks and fields as HTML: what they hold, and that no text of theirs becomes markup. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksToHtml } from '../../src/blockkit/html.ts'

const html = (...blocks: readonly unknown[]): string =>
  blocksToHtml(blocks, {
    fileUrl: (id) => `/files/${id}`,
    scope: 'V1',
    people: [{ id: 'U1', name: 'Ana <b>' }],
  })
const plain = (text: string) => ({ type: 'plain_text', text })
const option = (text: string, value = text) => ({ text: plain(text), value })
const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'b',
  label: plain('Label'),
  element: { action_id: 'a', ...element },
  ...more,
})

describe('an input block', () => {
  it('has a label, a hint, and room for what is wrong', () => {
    expect(
      html(
        input(
          {
            type: 'plain_text_input',
            initial_value: '"x"',
            max_length: 5,
            placeholder: plain('p'),
          },
          { optional: true, hint: plain('<hint>') },
        ),
      ),
    ).toBe(
      '<div class="input" data-input="b"><div class="label">Label <span class="optional">(optional)</span></div><input type="text" data-field="plain_text_input" data-action="a" data-block="b" aria-label="Label" maxlength="5" value="&#34;x&#34;" placeholder="p"><p class="hint">&#60;hint&#62;</p><p class="wrong" hidden></p></div>',
    )
  })

  it('tells the app at once only where it says so', () => {
    const element = { type: 'static_select', options: [option('A')] }
    expect(html(input(element))).not.toContain('data-acts')
    expect(html(input(element, { dispatch_action: true }))).toContain('data-acts="true"')
    const row = { type: 'actions', block_id: 'b', elements: [{ action_id: 'a', ...element }] }
    expect(html(row)).toContain('data-acts="true"')
  })

  it.each<[object, string]>([
    [
      { type: 'static_select', options: [option('A'), option('B')], initial_option: option('B') },
      '<option value="">…</option><option value="A">A</option><option value="B" selected>B</option>',
    ],
    [
      { type: 'static_select', option_groups: [{ label: plain('G'), options: [option('A')] }] },
      '<optgroup label="G"><option value="A">A</option></optgroup>',
    ],
    [
      { type: 'radio_buttons', options: [option('A')], initial_option: option('A') },
      '<label><input type="radio" name="V1 b a" value="A" checked><span>A</span></label>',
    ],
    [
      { type: 'checkboxes', options: [{ ...option('A'), description: plain('d') }] },
      '<input type="checkbox" name="V1 b a" value="A"><span>A<small>d</small></span>',
    ],
    [{ type: 'number_input', is_decimal_allowed: false, min_value: '1' }, ' step="1" min="1"'],
    [{ type: 'datepicker', initial_date: '2026-01-02' }, '<input type="date"'],
    [{ type: 'timepicker', initial_time: '10:00' }, 'value="10:00"'],
    [{ type: 'external_select', min_query_length: 0 }, 'data-min="0"'],
    [{ type: 'users_select', initial_user: 'U1' }, '<option value="U1" selected>Ana &#60;b&#62;'],
    [
      { type: 'plain_text_input', multiline: true, initial_value: '</textarea>' },
      '\n&#60;/textarea&#62;</textarea>',
    ],
    [{ type: 'rich_text_input' }, '[unsupported element: rich_text_input]'],
  ])('draws %j', (element, part) => {
    expect(html(input(element))).toContain(part)
  })
})

it('an overflow menu is a menu of buttons and links', () => {
  const element = {
    type: 'overflow',
    action_id: 'a',
    options: [option('<A>', 'v'), { ...option('L'), url: 'https://example.com/' }],
    confirm: { title: plain('Sure?'), text: plain('It "acts".'), deny: plain('No') },
  }
  const drawn = html({ type: 'actions', block_id: 'b', elements: [element] })
  expect(drawn).toContain(
    '<button type="button" role="menuitem" data-action="a" data-block="b" data-confirm="Sure?\n\nIt &#34;acts&#34;." data-deny-label="No" value="v">&#60;A&#62;</button>',
  )
  expect(drawn).toContain('<a href="https://example.com/"')
})

const hostile = fc.oneof(
  fc.constantFrom(
    '"><script>x</script>',
    "' onfocus='x",
    ' data-acts="',
    '$& $1',
    '</textarea>',
    '',
  ),
  fc.string({ maxLength: 20, unit: 'binary' }),
)
const anyText = hostile.map(plain)
const anyOption = fc.record({ text: anyText, value: hostile, description: anyText })
const anyElement = fc.record({
  type: fc.constantFrom(
    'plain_text_input',
    'number_input',
    'static_select',
    'external_select',
    'multi_static_select',
    'radio_buttons',
    'checkboxes',
    'datepicker',
    'users_select',
    'overflow',
  ),
  action_id: hostile,
  multiline: fc.boolean(),
  placeholder: anyText,
  initial_value: hostile,
  initial_date: hostile,
  initial_option: anyOption,
  options: fc.array(anyOption, { maxLength: 3 }),
  option_groups: fc.array(fc.record({ label: anyText, options: fc.array(anyOption) }), {
    maxLength: 2,
  }),
  confirm: fc.record({ title: anyText, text: anyText, confirm: anyText }),
})

it('whatever its texts are, every tag and attribute is ours', () => {
  const tag =
    /<\/?(?:div|span|p|h3|input|textarea|select|option|optgroup|fieldset|legend|label|small|button|section|a)((?: [a-z-]+(?:="[^"<>]*")?)*)>/g
  fc.assert(
    fc.property(hostile, anyElement, (id, element) => {
      const label = element.placeholder
      const drawn = html(
        { type: 'input', block_id: id, label, hint: label, element },
        { type: 'actions', block_id: id, elements: [element] },
      )
      const names = [...drawn.matchAll(tag)].flatMap(([, attributes]) =>
        [...(attributes ?? '').matchAll(/ ([a-z-]+)(?:="[^"]*")?/g)].map(([, name]) => name),
      )
      expect(names.filter((name) => name?.startsWith('on'))).toEqual([])
      expect(drawn.replace(tag, '')).not.toMatch(/[<>"']/)
    }),
    { numRuns: 300 },
  )
})
