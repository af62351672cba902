import { z } from 'zod';
import { byteOrders } from './modbus-notation.ts';

const unitSchema = z.int().min(0).max(255);

const common = {
  unit: unitSchema.default(1).meta({ title: 'Unit id', description: 'Of addresses that name none' }),
  order: z
    .enum(byteOrders)
    .default('abcd')
    .meta({ title: 'Byte order', description: 'Of 32 and 64 bits: abcd big-endian, cdab low word first' }),
  pollIntervalMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(1_000)
    .meta({ title: 'Poll interval (ms)', description: 'Of addresses that have none of their own' }),
  timeoutMs: z
    .int()
    .min(50)
    .max(60_000)
    .default(1_500)
    .meta({ title: 'Time-out (ms)', description: 'How long a device may take to answer' }),
  retries: z
    .int()
    .min(0)
    .max(10)
    .default(1)
    .meta({ title: 'Retries', description: 'After a request that was not answered' }),
  maxGap: z.int().min(0).max(100).default(16).meta({
    title: 'Largest gap (registers)',
    description: 'Unused registers that are read along to save a request',
  }),
  maxRegisters: z
    .int()
    .min(1)
    .max(125)
    .default(125)
    .meta({ title: 'Registers a request', description: 'Some devices take fewer than the standard’s 125' }),
  pauseMs: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta({ title: 'Pause (ms)', description: 'Between two requests, for slow devices' }),
  writeMultiple: z.boolean().default(false).meta({
    title: 'Write with functions 15 and 16 only',
    description: 'For devices without the functions for single coils and registers (5 and 6)',
  }),
};

const network = {
  host: z.string().min(1).max(255).meta({ title: 'Host', description: 'Name or IP address' }),
  port: z.int().min(1).max(65_535).default(502).meta({ title: 'Port' }),
};

/** Settings of a Modbus instance: over TCP, a serial line, or a serial line behind a terminal server. */
export const modbusSettingsSchema = z.discriminatedUnion('transport', [
  z.strictObject({ transport: z.literal('tcp'), ...network, ...common }).meta({ title: 'Modbus TCP' }),
  z
    .strictObject({
      transport: z.literal('rtu'),
      path: z.string().min(1).max(255).meta({ title: 'Serial port', description: '/dev/ttyUSB0 or COM3' }),
      baudRate: z.int().min(300).max(4_000_000).default(9_600).meta({ title: 'Baud rate' }),
      dataBits: z
        .union([z.literal(7), z.literal(8)])
        .default(8)
        .meta({ title: 'Data bits' }),
      parity: z.enum(['none', 'even', 'odd']).default('none').meta({ title: 'Parity' }),
      stopBits: z
        .union([z.literal(1), z.literal(2)])
        .default(1)
        .meta({ title: 'Stop bits' }),
      ...common,
    })
    .meta({ title: 'Modbus RTU' }),
  z
    .strictObject({ transport: z.literal('rtu-over-tcp'), ...network, ...common })
    .meta({ title: 'Modbus RTU over TCP' }),
]);
export type ModbusSettings = z.infer<typeof modbusSettingsSchema>;

/** Of one address; the notation's own parts go first. */
export const modbusAddressSettingsSchema = z.strictObject({
  unit: unitSchema.optional().meta({ title: 'Unit id' }),
  order: z.enum(byteOrders).optional().meta({ title: 'Byte order' }),
});
