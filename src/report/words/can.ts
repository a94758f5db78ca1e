/** Words of what somebody may do. */
import type { Phrase } from '../../domain/words.ts'

export const CAN_WORDS = {
  title: { en: 'What you may do here', zh: '您在此处可以做什么' },
  hosts: { en: 'hosts', zh: '主机' },
  look: { en: 'look', zh: '查看' },
  memory: { en: 'read memory', zh: '读取内存' },
  intrusive: { en: 'intrusive', zh: '侵入性操作' },
  admin: { en: 'administer', zh: '管理' },
  noHost: { en: 'what is about no host', zh: '与主机无关的操作' },
  yes: { en: 'yes ({rule})', zh: '可以（{rule}）' },
  no: { en: 'no ({rule})', zh: '不可以（{rule}）' },
  atHome: {
    en: 'You are at the terminal of the bot’s machine.',
    zh: '您在机器人所在机器的终端上。',
  },
  member: {
    en: 'You are a member of this workspace[, of the user groups {groups}].',
    zh: '您是本工作区的成员[，属于用户组 {groups}]。',
  },
  guest: { en: 'You are a guest of this workspace.', zh: '您是本工作区的访客。' },
  outsider: { en: 'You are of another workspace.', zh: '您来自其他工作区。' },
  unknown: {
    en: 'Slack did not tell in time who you are: until it does, you may look at most.',
    zh: 'Slack 没有及时告知您的身份：在此之前您最多只能查看。',
  },
  byPolicy: {
    en: 'The policy of memcheck.yaml decides; each rule is named.',
    zh: '由 memcheck.yaml 的策略决定；每条规则均已注明。',
  },
  noPolicy: {
    en: 'memcheck.yaml has no policy: then I only look, in channels that I was invited to.',
    zh: 'memcheck.yaml 没有策略：此时我只查看，且仅限于已邀请我的频道。',
  },
  readOnly: {
    en: 'MEMCHECK_READ_ONLY=1: nothing intrusive is done for anybody.',
    zh: 'MEMCHECK_READ_ONLY=1：不为任何人执行侵入性操作。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
