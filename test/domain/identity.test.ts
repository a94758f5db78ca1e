import { describe, expect, test } from 'vitest'
import { identityLabel, identityOf } from '../../src/domain/identity.ts'

const ID = '34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376'
const UID = '74c13223-5a00-11e9-b385-42010a80018d'
const UID_ = UID.replaceAll('-', '_')
const POD = `pod:74c13223/${ID.slice(0, 12)}`

describe.each([
  // docker, cgroupfs and systemd driver, a parent of its own, rootless, a systemd inside.
  [`/docker/${ID}`, 'container', 'docker:34dc0b5e626f'],
  [`/system.slice/docker-${ID}.scope`, 'container', 'docker:34dc0b5e626f'],
  [`/my-parent/${ID}`, 'container', 'docker:34dc0b5e626f'],
  [
    `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${ID}.scope`,
    'container',
    'docker:34dc0b5e626f',
  ],
  [`/docker/${ID}/system.slice/sshd.service`, 'container', 'docker:34dc0b5e626f'],
  // Kubernetes: cgroupfs and systemd driver, the three classes, containerd's colons, kind, static pods.
  [`/kubepods/besteffort/pod${UID}/${ID}`, 'container', POD],
  [`/kubepods/pod${UID}/${ID}`, 'container', POD],
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID_}.slice/cri-containerd-${ID}.scope`,
    'container',
    POD,
  ],
  [`/kubepods.slice/kubepods-pod${UID_}.slice/crio-${ID}.scope`, 'container', POD],
  [`/kubepods.slice/kubepods-pod${UID_}.slice/docker-${ID}.scope`, 'container', POD],
  [
    `/system.slice/containerd.service/kubepods-besteffort-pod${UID_}.slice:cri-containerd:${ID}`,
    'container',
    POD,
  ],
  [
    `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${UID_}.slice/cri-containerd-${ID}.scope`,
    'container',
    POD,
  ],
  [
    `/kubepods/burstable/pod3a5c7e9f1b2d4c6e8f0a1b2c3d4e5f60/${ID}`,
    'container',
    'pod:3a5c7e9f/34dc0b5e626f',
  ],
  [`/kubepods/besteffort/pod${UID}`, 'pod', 'pod:74c13223'],
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID_}.slice`,
    'pod',
    'pod:74c13223',
  ],
  // podman, nerdctl, ECS.
  [`/machine.slice/libpod-${ID}.scope/container`, 'container', 'podman:34dc0b5e626f'],
  [`/system.slice/nerdctl-${ID}.scope`, 'container', 'containerd:34dc0b5e626f'],
  [`/ecs/0f9d3b7a-1111-2222-3333-444455556666/${ID}`, 'container', 'ecs:34dc0b5e626f'],
  ['/ecs/aa/0123456789abcdef0123456789abcdef-2421530040', 'container', 'ecs:0123456789ab'],
  // LXC and Proxmox, nspawn, libvirt on both versions.
  ['/lxc/101/ns/system.slice/mysql.service', 'machine', 'lxc:101'],
  ['/lxc.payload.web1/init.scope', 'machine', 'lxc:web1'],
  ['/machine.slice/systemd-nspawn@build.service/payload', 'machine', 'nspawn:build'],
  ['/machine.slice/machine-qemu\\x2d7\\x2ddb01.scope/libvirt/emulator', 'machine', 'vm:db01'],
  ['/machine/qemu-7-db01.libvirt-qemu/vcpu0', 'machine', 'vm:db01'],
  // systemd, users, OpenRC, Slurm.
  ['/system.slice/nginx.service', 'unit', 'nginx.service'],
  [
    '/system.slice/system-postgresql.slice/postgresql@15-main.service',
    'unit',
    'postgresql@15-main.service',
  ],
  ['/system.slice/srv-data\\x2d1.mount', 'unit', 'srv-data-1.mount'],
  ['/init.scope', 'unit', 'init.scope'],
  ['/user.slice/user-1000.slice/session-3.scope', 'unit', 'uid 1000: session-3.scope'],
  [
    '/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service',
    'unit',
    'uid 1000: sync.service',
  ],
  ['/openrc.sshd', 'unit', 'sshd'],
  ['/slurm/uid_1000/job_4711/step_0/task_0', 'job', 'slurm:4711'],
  ['/system.slice/slurmstepd.scope/job_4711/step_0/user/task_0', 'job', 'slurm:4711'],
  // Another container's root, seen from inside one.
  [`/../../../system.slice/docker-${ID}.scope`, 'container', 'docker:34dc0b5e626f'],
])('%s', (path, kind, label) => {
  test(label, () => {
    const of = identityOf(path)
    expect(of?.kind).toBe(kind)
    expect(of === null ? null : identityLabel(of)).toBe(label)
  })
})

test.each(['/', '', '/system.slice', '/user.slice/user-1000.slice', '/app', '/lxc', '/../..'])(
  'nobody in particular: %s',
  (path) => {
    expect(identityOf(path)).toBeNull()
  },
)

test('who watches a container is not in it', () => {
  expect(identityOf(`/machine.slice/libpod-conmon-${ID}.scope`)).toMatchObject({
    kind: 'unit',
    manager: 'systemd',
  })
  expect(identityOf('/lxc.monitor.web1')).toBeNull()
})

test('the whole id, the pod and the user are kept', () => {
  expect(identityOf(`/kubepods/pod${UID}/${ID}`)).toEqual({
    kind: 'container',
    manager: 'kubernetes',
    name: ID,
    podUid: UID,
    uid: null,
  })
})
