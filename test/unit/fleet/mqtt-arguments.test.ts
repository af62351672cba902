import { expect, test } from 'vitest';
import { parseFleetArguments } from '../../../electron/fleet/arguments.ts';

const parse = (argv: string[], environment: Record<string, string> = {}) =>
  parseFleetArguments(['--data', '/tmp/fleet', ...argv], environment).mqtt;

test('MQTT is served here unless said otherwise', () => {
  expect(parse([])).toEqual({
    port: 1883,
    tlsPort: 8883,
    plain: false,
    external: null,
    callbackSecret: null,
  });
  expect(parse(['--mqtt-port', '0', '--mqtt-plain'])).toMatchObject({ port: 0, plain: true });
});

test('an external broker is given by its address, on the command line or in the environment', () => {
  const external = { broker: 'mqtt://10.0.0.1:1884', username: 'fleet', password: 'a/b' };
  const url = 'mqtt://fleet:a%2Fb@10.0.0.1:1884';
  expect(parse(['--mqtt', url]).external).toEqual(external);
  const environment = { GATEWRIGHT_MQTT_URL: url, GATEWRIGHT_MQTT_CALLBACK_SECRET: 's' };
  expect(parse([], environment)).toMatchObject({ external, callbackSecret: 's' });
});

test.each([
  [['--mqtt', 'http://a:b@host'], '--mqtt has to be an address'],
  [['--mqtt', 'mqtt://host'], '--mqtt has to be an address'],
  [['--mqtt-port', 'many'], '--mqtt-port has to be a number'],
  [['--mqtt-tls-port', '65536'], '--mqtt-tls-port has to be a number'],
])('%j is told apart', (argv, sentence) => {
  expect(() => parse(argv)).toThrow(sentence);
});
