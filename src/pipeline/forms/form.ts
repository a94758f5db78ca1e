/** What a form is to those that fill it in: how its fields complete, and what becomes of its answers. */
import type { Answers, Choice, Wrong } from '../../domain/form.ts'
import type { Asked, Reply } from '../command.ts'
import type { Registry } from '../dispatch.ts'
import type { UseCases } from '../useCases.ts'

export interface FormLogic {
  /** What a field offers for what was typed so far, the likest first. */
  complete(field: string, typed: string, asked: Asked, use: UseCases): Promise<readonly Choice[]>
  /** Takes the answers. Throws UserError, which is said to the asker. */
  submit(of: Submitted, asked: Asked, use: UseCases): Promise<Reply | Wrong>
}

export interface Submitted {
  readonly answers: Answers
  /** As the form had it. */
  readonly memo: string
  readonly registry: Registry
}
