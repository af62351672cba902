import { describe, expect, test } from 'vitest';
import { parseFleetArguments } from '../../../electron/fleet/arguments.ts';

const parse = (line: string, environment = {}) =>
  parseFleetArguments(line.split(' ').filter(Boolean), environment);

describe('the command line of the fleet backend', () => {
  test('its defaults: loopback, plain, SQLite in the data folder, accounts by invite', () => {
    expect(parse('--data /d')).toMatchObject({
      ...{ dataFolder: '/d', host: '127.0.0.1', port: 3002, tls: false, certificate: null },
      database: { kind: 'sqlite', path: '/d/fleet.sqlite' },
      ...{ publicUrl: null, mail: null, openRegistration: false },
    });
  });

  test('what is open to a network is never plain', () => {
    expect(parse('--data /d --host 0.0.0.0').tls).toBe(true);
    expect(parse('--data /d --host localhost').tls).toBe(false);
  });

  test('a database and a mail server by address', () => {
    const line = '--data /d --database postgres://u:p@db/fleet --smtp smtp://mail:587 --mail-from a@b.c';
    expect(parse(line)).toMatchObject({
      database: { kind: 'postgres', url: 'postgres://u:p@db/fleet' },
      mail: { url: 'smtp://mail:587', from: 'a@b.c' },
    });
    const secret = { GATEWRIGHT_SMTP_URL: 'smtps://u:p@mail:465' };
    expect(parse('--data /d --mail-from a@b.c', secret).mail?.url).toBe('smtps://u:p@mail:465');
  });

  test.each([
    ['', 'Say where the data lies: --data DIR'],
    ['--data /d --port 70000', '--port has to be a number from 0 to 65535, not "70000"'],
    ['--data /d --database mysql://x', '--database has to be an address like postgres://'],
    ['--data /d --cert a', '--cert and --key belong together: give both'],
    ['--data /d --smtp smtp://mail', '--smtp needs --mail-from'],
    ['--data /d --mail-from a@b.c', '--mail-from is for --smtp'],
    ['--data /d --smtp mail:25 --mail-from a@b.c', '--smtp has to be an address like smtp://'],
    ['--data /d --public-url fleet.example.com', '--public-url has to begin with http:// or https://'],
    ['--data /d --nonsense', "Unknown option '--nonsense'"],
  ])('%s: %s', (line, sentence) => {
    expect(() => parse(line)).toThrow(sentence);
  });
});
