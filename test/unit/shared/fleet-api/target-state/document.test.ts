import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { targetStateSchema } from '../../../../../shared/fleet-api/target-state/document.ts';

/** What is complained about, as `path: message`; nothing for a good document. */
const complaints = (given: unknown): string[] =>
  (targetStateSchema.safeParse(given).error?.issues ?? []).map(
    ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
  );

const withEndpoint = (endpoint: unknown) => ({ apps: {}, config: { endpoints: [endpoint] } });
const sensor = (protocol: string, rest: object) => ({ uuid: 'u', name: 'n', protocol, ...rest });
const point = { name: 'p', address: 1, type: 'holding', dataType: 'float32', byteOrder: 'CDAB', scale: 0.1 };

const tcp = {
  type: 'tcp',
  host: '10.0.0.5',
  port: 502,
  slaveId: 1,
  timeout: 3000,
  retryAttempts: 3,
  retryDelay: 1000,
};

const good = {
  'modbus tcp': sensor('modbus', {
    enabled: true,
    pollInterval: 5000,
    connection: tcp,
    dataPoints: [point],
    metadata: {},
  }),
  'modbus rtu': sensor('modbus', {
    connection: {
      type: 'rtu',
      serialPort: '/dev/ttyUSB0',
      baudRate: 9600,
      dataBits: 8,
      stopBits: 1,
      parity: 'none',
    },
    dataPoints: [{ name: 'p', address: 0, functionCode: 4 }],
  }),
  'modbus without a type': sensor('modbus', { connection: { host: 'plc' }, dataPoints: [point] }),
  opcua: sensor('opcua', { connection: { endpointUrl: 'opc.tcp://plc:4840/UA' } }),
  'opcua with points': sensor('opcua', {
    connection: { endpointUrl: 'opc.tcp://plc:4840', username: 'u', password: null },
    dataPoints: [{ name: 't', nodeId: 'ns=2;s=T', unit: '°C', scalingFactor: 0.1 }],
  }),
  mqtt: sensor('mqtt', { connection: { topic: 'i/000000000000/a/x/d/y', qos: 1 } }),
  'mqtt without anything': sensor('mqtt', {}),
  bacnet: sensor('bacnet', {
    connection: { ipAddress: '10.0.0.9', deviceInstance: 1001 },
    dataPoints: [{ name: 'p', objectType: 'analog-input', objectInstance: 3, writePriority: 8 }],
  }),
  snmp: sensor('snmp', { connection: { host: 'switch' }, dataPoints: [{ name: 'p', oid: '1.3.6' }] }),
  can: sensor('can', { connection: { interface: 'can0' }, dataPoints: [{ name: 'p' }] }),
};

describe('a target state that an operator writes', () => {
  test.each(Object.entries(good))('a good sensor is kept as it is: %s', (_name, endpoint) => {
    const document = { apps: {}, config: { endpoints: [endpoint] } };
    expect(targetStateSchema.parse(document)).toEqual(document);
  });

  test.each([
    ['protocol: give one of: modbus, opcua, mqtt, bacnet, snmp, can', sensor('profinet', {})],
    ['protocol: give one of: modbus, opcua, mqtt, bacnet, snmp, can', { name: 'n' }],
    ['name: give a text of 1 to 255', { ...good['modbus tcp'], name: '' }],
    ['pollInterval: give a whole number from 100 to 86400000', { ...good['modbus tcp'], pollInterval: 5 }],
    [
      'connection.host: give the host name or IP address',
      sensor('modbus', { connection: { type: 'tcp' }, dataPoints: [point] }),
    ],
    [
      'connection.serialPort: give the serial port, such as /dev/ttyUSB0',
      sensor('modbus', { connection: { type: 'rtu', host: 'x' }, dataPoints: [point] }),
    ],
    [
      'connection.port: give a whole number from 1 to 65535',
      sensor('modbus', { connection: { ...tcp, port: '502' }, dataPoints: [point] }),
    ],
    ['dataPoints: give at least one data point', sensor('modbus', { connection: tcp, dataPoints: [] })],
    ['dataPoints: give a list of data points', sensor('modbus', { connection: tcp })],
    [
      'dataPoints.0.address: give a whole number from 0 to 65535',
      sensor('modbus', { connection: tcp, dataPoints: [{ ...point, address: 70_000 }] }),
    ],
    [
      'dataPoints.0.type: give coil, discrete, holding or input, or a functionCode from 1 to 4',
      sensor('modbus', { connection: tcp, dataPoints: [{ name: 'p', address: 1 }] }),
    ],
    [
      'connection.endpointUrl: give the address, such as opc.tcp://host:4840',
      sensor('opcua', { connection: { endpointUrl: 'http://x' } }),
    ],
    [
      'connection.topic: give a topic without the wildcards # and +',
      sensor('mqtt', { connection: { topic: 'a/#' } }),
    ],
    [
      'connection.ipAddress: give the IP address or host name of the device',
      sensor('bacnet', { connection: {}, dataPoints: [{ name: 'p', objectType: 0, objectInstance: 1 }] }),
    ],
    [
      'dataPoints.0.objectInstance: give a whole number from 0 to 4194303',
      sensor('bacnet', {
        connection: { host: 'x' },
        dataPoints: [{ name: 'p', objectType: 0, objectInstance: 4_194_304 }],
      }),
    ],
    ['dataPoints: give a list of data points', sensor('snmp', { connection: {} })],
  ])('%s', (complaint, endpoint) => {
    expect(complaints(withEndpoint(endpoint))).toContain(`config.endpoints.0.${complaint}`);
  });

  test('two sensors share neither uuid nor name', () => {
    const twice = { apps: {}, config: { endpoints: [good.opcua, good.mqtt] } };
    expect(complaints(twice)).toEqual([
      'config.endpoints.1.uuid: give another uuid: u stands in this list already',
      'config.endpoints.1.name: give another name: n stands in this list already',
    ]);
    expect(complaints({ apps: {}, config: { endpoints: [{ ...good.mqtt, uuid: undefined }] } })).toEqual([]);
  });

  test('apps by their id or as a list: the first form is kept', () => {
    const app = {
      appId: 1001,
      appName: 'web',
      services: [{ serviceId: 1, serviceName: 's', imageName: 'nginx', config: {} }],
    };
    const kept = { apps: { 1001: app }, config: {} };
    expect(targetStateSchema.parse({ apps: [app] })).toEqual(kept);
    expect(targetStateSchema.parse({ apps: { 1001: app } })).toEqual(kept);
    expect(targetStateSchema.parse({ apps: { web: { appName: 'w' } } }).apps).toEqual({
      web: { appName: 'w' },
    });
    expect(complaints({ apps: [app, { ...app, appId: '1001' }, {}] })).toEqual([
      'apps.1.appId: give another one: 1001 is there twice',
      'apps.2.appId: give the appId',
    ]);
    expect(complaints({ apps: { 5: app } })).toEqual(['apps.5.appId: give 5, as this is its key']);
    expect(complaints({ apps: [{ ...app, services: 'x' }] })).toEqual(['apps.1001.services: give a list']);
    expect(complaints({ config: {} })).toEqual([
      'apps: give an object of apps by their appId, or a list of apps',
    ]);
  });

  test('sections that nobody knows are kept, those that are known are checked', () => {
    const config = {
      vendor: { any: [1, { thing: null }] },
      logging: { level: 'debug', colour: 'green' },
      features: { enableDeviceJobs: false },
      intervals: {
        agent: { reportIntervalMs: 10_000, targetStatePollIntervalMs: 60_000 },
        discovery: { full: 86_400_000 },
      },
      runtime: { memory: { thresholdMb: 30, checkIntervalMs: 30_000 } },
      anomalyDetection: { enabled: true, metrics: [{ name: 'm', expectedRange: [0, 5] }] },
    };
    expect(targetStateSchema.parse({ apps: {}, config })).toEqual({ apps: {}, config });
    expect(
      complaints({
        apps: {},
        config: {
          logging: { level: 'loud' },
          features: { enableDeviceJobs: 'no' },
          intervals: { agent: { reportIntervalMs: 0 } },
          anomalyDetection: { metrics: [{ name: 'm', expectedRange: [5, 0] }] },
        },
      }),
    ).toEqual([
      'config.logging.level: give one of: debug, info, warn, error',
      'config.features.enableDeviceJobs: give true or false',
      'config.intervals.agent.reportIntervalMs: give a whole number from 1000 to 86400000',
      'config.anomalyDetection.metrics.0.expectedRange: give two numbers, the lower one first',
    ]);
  });

  test('what is nested without end is refused, however deep', () => {
    const deep = (levels: number) => ({
      apps: {},
      config: { x: JSON.parse('['.repeat(levels) + ']'.repeat(levels)) },
    });
    expect(complaints(deep(60))).toEqual([]);
    expect(complaints(deep(70))).toEqual([': nest objects and lists at most 64 deep']);
    expect(complaints(deep(500_000))).toEqual([': nest objects and lists at most 64 deep']);
  });

  test('anything at all is read or refused, never thrown at, and what is read can be read again', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ apps: fc.jsonValue(), config: fc.jsonValue() }),
      fc.record({
        apps: fc.oneof(fc.array(fc.record({ appId: fc.nat(3), services: fc.jsonValue() })), fc.object()),
        config: fc.record({
          endpoints: fc.array(
            fc.record({
              protocol: fc.constantFrom('modbus', 'mqtt', 'x'),
              name: fc.string(),
              connection: fc.jsonValue(),
            }),
          ),
        }),
      }),
    );
    fc.assert(
      fc.property(anything, (given) => {
        // As it comes over a wire: JSON knows neither undefined nor a negative zero.
        const read = targetStateSchema.safeParse(JSON.parse(JSON.stringify(given)));
        if (read.success)
          expect(targetStateSchema.parse(JSON.parse(JSON.stringify(read.data)))).toEqual(read.data);
        else expect(read.error.issues.every(({ message }) => /give|nest/.test(message))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
