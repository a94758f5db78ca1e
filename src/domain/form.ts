/** A form as data: what is asked of a person where a command lacks words. How it is drawn is the chat edge's. */
import type { Text } from './words.ts'

export const FORMS = ['check', 'doubt', 'consent'] as const
export type FormName = (typeof FORMS)[number]

export interface Choice {
  readonly value: string
  /** A plain text: what it stands for, in the reader's words or as the inventory calls it. */
  readonly label: string
}

interface Labelled {
  /** By which the answer is found. */
  readonly name: string
  readonly label: Text
  readonly hint: Text | null
  readonly isOptional: boolean
}

export type FormField =
  | (Labelled & {
      readonly kind: 'line' | 'lines'
      readonly initial: string
      readonly maxChars: number
    })
  | (Labelled & {
      readonly kind: 'choice'
      readonly choices: readonly Choice[]
      readonly initial: string | null
    })
  /** One of many: what is offered is asked for as the person types. */
  | (Labelled & { readonly kind: 'completed'; readonly initial: Choice | null })
  /** A channel to answer in; where the form was opened in one, that one. */
  | (Labelled & { readonly kind: 'channel' })

export interface Form {
  readonly name: FormName
  /** A few words. */
  readonly title: Text
  readonly submit: Text
  readonly intro: readonly Text[]
  readonly fields: readonly FormField[]
  /** Comes back with the answers as it was: ids and words, short, no secret. */
  readonly memo: string
}

/** By the fields' names; what was left empty is an empty text. */
export type Answers = Readonly<Record<string, string>>

/** An answer that cannot be taken: said beside its field, and the form stays open. */
export interface Wrong {
  readonly kind: 'wrong'
  readonly field: string
  readonly why: Text
}
