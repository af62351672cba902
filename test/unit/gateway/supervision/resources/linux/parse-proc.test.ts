import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseNetworkBytes,
  parseOsRelease,
  parseProcessStat,
  programName,
} from '../../../../../../electron/gateway/supervision/resources/linux/parse-proc.ts';

const rest = '0 0 0 0 0 0 0 0 20 0 1 0';

describe('/proc/<pid>/stat', () => {
  const text = (comm: string) =>
    `15367 (${comm}) R 15364 15364 26941 0 -1 4194304 100 0 0 0 70 30 0 0 20 0 1 0 1328409 3133440 408 18446744073709551615`;

  test('the fields that we use', () => {
    expect(parseProcessStat(text('cat'))).toEqual({
      pid: 15367,
      comm: 'cat',
      state: 'R',
      parentPid: 15364,
      ticks: 100,
      startTicks: 1_328_409,
      pages: 408,
    });
  });

  test.each(['a b', ') R 1 1', '((sd-pam)', 'x) S 1 (y', ''])(
    'a program named %j does not shift them',
    (comm) => {
      expect(parseProcessStat(text(comm))).toMatchObject({ comm, parentPid: 15364, pages: 408 });
    },
  );

  test.each(['', '1', '1 (x', '1 (x)', `1 (x) R ${rest}`, ') (', 'a (b) c d e f'])('%j is none', (broken) => {
    expect(parseProcessStat(broken)).toBeNull();
  });

  test('any text is read or refused, without a figure that is none', () => {
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        const stat = parseProcessStat(garbage);
        if (stat !== null) expect(Object.values(stat).some(Number.isNaN)).toBe(false);
      }),
    );
  });
});

describe('/proc/<pid>/cmdline', () => {
  test.each([
    ['/usr/bin/node\0app.js\0', 'node'],
    ['node\0electron/main.ts\0', 'node'],
    ['/lib/systemd/systemd --user\0', 'systemd'],
    ['nginx: worker process', 'nginx: worker process'],
    ['sshd: user [priv]', 'sshd: user [priv]'],
    ['', null],
    ['\0', null],
    ['   ', null],
    ['/', '/'],
  ])('%j is %j', (commandLine, name) => {
    expect(programName(commandLine)).toBe(name);
  });
});

test('/proc/net/dev: loopback is left out, the others are added up', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 694413250555 16720051    0    0    0     0          0         0 694413250555 16720051    0    0    0     0       0          0
  eth0: 3821008808  128706    0    0    0     0          0         0 14386072   96847    0    0    0     0       0          0
wlan0:5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0
`;
  expect(parseNetworkBytes(text)).toEqual({ bytesIn: 3_821_008_813, bytesOut: 14_386_079 });
  expect(parseNetworkBytes('')).toEqual({ bytesIn: 0, bytesOut: 0 });
});

test('os-release: quotes, escapes, comments and broken lines', () => {
  const values = parseOsRelease(
    `NAME="Debian GNU/Linux"\n# c\nVERSION_ID='12'\nID=debian\nX\nA="say \\"hi\\""\n`,
  );
  expect(Object.fromEntries(values)).toEqual({
    NAME: 'Debian GNU/Linux',
    VERSION_ID: '12',
    ID: 'debian',
    A: 'say "hi"',
  });
});
