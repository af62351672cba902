import { z } from 'zod';
import { anyNumber, complain, oneOf, section, wholeNumber } from '../fields.ts';
import { commonFields, durationSchema, hostSchema, pointFields, pointsOf, portSchema } from './common.ts';

const connectionSchema = section({
  type: oneOf(['tcp', 'rtu', 'ascii']).optional(),
  host: hostSchema.optional(),
  port: portSchema.optional(),
  serialPort: hostSchema.optional(),
  baudRate: wholeNumber(50, 4_000_000).optional(),
  dataBits: wholeNumber(5, 8).optional(),
  stopBits: wholeNumber(1, 2).optional(),
  parity: oneOf(['none', 'even', 'odd', 'mark', 'space']).optional(),
  slaveId: wholeNumber(0, 255).optional(),
  timeout: durationSchema.optional(),
  retryAttempts: wholeNumber(0, 100).optional(),
  retryDelay: durationSchema.optional(),
}).check(({ value, issues }) => {
  const serial = value.type === 'rtu' || value.type === 'ascii';
  if (serial && value.serialPort === undefined) {
    issues.push(complain(['serialPort'], 'give the serial port, such as /dev/ttyUSB0', value));
  }
  if (!serial && value.host === undefined && (value.type === 'tcp' || value.serialPort === undefined)) {
    issues.push(complain(['host'], 'give the host name or IP address', value));
  }
});

const pointSchema = section({
  ...pointFields,
  address: wholeNumber(0, 65_535),
  type: oneOf(['coil', 'discrete', 'holding', 'input']).optional(),
  functionCode: wholeNumber(1, 4).optional(),
  dataType: oneOf(['int16', 'uint16', 'int32', 'uint32', 'float32', 'boolean', 'string']).optional(),
  count: wholeNumber(1, 125).optional(),
  byteOrder: oneOf(['ABCD', 'CDAB', 'BADC', 'DCBA']).optional(),
  scale: anyNumber().optional(),
  offset: anyNumber().optional(),
}).check(({ value, issues }) => {
  if (value.type === undefined && value.functionCode === undefined) {
    issues.push(
      complain(['type'], 'give coil, discrete, holding or input, or a functionCode from 1 to 4', value),
    );
  }
});

/** Modbus over TCP or a serial line (wire §3.4). */
export const modbusEndpointSchema = section({
  ...commonFields,
  protocol: z.literal('modbus'),
  connection: connectionSchema,
  dataPoints: pointsOf(pointSchema),
});
