/** All forms by name, and what the chat edge asks of them. */
import type { FormName } from '../../domain/form.ts'
import { check } from './check.ts'
import { consent } from './consent.ts'
import { doubt } from './doubt.ts'
import type { FormLogic } from './form.ts'

export const FORM_LOGIC: Readonly<Record<FormName, FormLogic>> = { check, consent, doubt }
