import { z } from 'zod';
import { endpointsSchema } from './endpoint.ts';
import { anyNumber, flag, listOf, oneOf, section, wholeNumber, words } from './fields.ts';

const dayMs = 86_400_000;

/** More often than each second would be an attack of the agent on its own server. */
const reportingInterval = wholeNumber(1_000, dayMs);
const discoveryInterval = wholeNumber(1_000, 366 * dayMs);

const loggingSchema = section({
  level: oneOf(['debug', 'info', 'warn', 'error']).optional(),
  enableCompression: flag().optional(),
  enableRemoteLogging: flag().optional(),
  enableFilePersistence: flag().optional(),
  maxLogs: wholeNumber(0, 10_000_000).optional(),
  /** Milliseconds. */
  logMaxAge: wholeNumber(0, 3_660 * dayMs).optional(),
  /** Bytes. */
  maxLogFileSize: wholeNumber(0, 2 ** 40).optional(),
});

const featuresSchema = section({
  enableDeviceJobs: flag().optional(),
  enableAnomalyDetection: flag().optional(),
  enableDeviceRemoteAccess: flag().optional(),
  enableDevicePublish: flag().optional(),
});

const intervalsSchema = section({
  agent: section({
    metricsIntervalMs: reportingInterval.optional(),
    reportIntervalMs: reportingInterval.optional(),
    targetStatePollIntervalMs: reportingInterval.optional(),
    reconciliationIntervalMs: reportingInterval.optional(),
  }).optional(),
  discovery: section({
    full: discoveryInterval.optional(),
    light: discoveryInterval.optional(),
  }).optional(),
});

const expectedRangeSchema = z
  .tuple([anyNumber(), anyNumber()], { error: 'give two numbers, the lower one first' })
  .refine(([low, high]) => low <= high, { error: 'give two numbers, the lower one first' });

const anomalyMetricSchema = section({
  name: words(500, 1),
  enabled: flag().optional(),
  methods: listOf(words(64, 1)).optional(),
  threshold: anyNumber().optional(),
  windowSize: wholeNumber(1, 1_000_000).optional(),
  expectedRange: expectedRangeSchema.nullish(),
});

/** Detection runs in the agent (wire §1.10). */
const anomalyDetectionSchema = section({
  enabled: flag().optional(),
  sensitivity: anyNumber().optional(),
  warmupPeriodMs: wholeNumber(0, 30 * dayMs).optional(),
  defaults: section({}).optional(),
  alerts: section({}).optional(),
  metrics: listOf(anomalyMetricSchema).optional(),
});

/** `config` of a target state by its sections (wire §3.1). Sections and fields that are not known are kept as they are. */
export const configSchema = section({
  logging: loggingSchema.optional(),
  features: featuresSchema.optional(),
  intervals: intervalsSchema.optional(),
  runtime: section({
    memory: section({
      thresholdMb: wholeNumber(1, 1_000_000).optional(),
      checkIntervalMs: wholeNumber(1_000, dayMs).optional(),
    }).optional(),
  }).optional(),
  anomalyDetection: anomalyDetectionSchema.optional(),
  endpoints: endpointsSchema.optional(),
  agent: section({ version: words(64, 1).optional() }).optional(),
});
export type Config = z.infer<typeof configSchema>;
