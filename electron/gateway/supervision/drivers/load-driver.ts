import type { DriverFactory } from './driver.ts';
import { isKnownDriver } from './known-drivers.ts';

/** The code of one driver, and only that one: each brings its own libraries. */
export async function loadDriver(name: string): Promise<DriverFactory | null> {
  if (!isKnownDriver(name)) return null;
  switch (name) {
    case 'modbus':
      return (await import('./modbus/modbus-driver.ts')).createModbusDriver;
    case 'mqtt':
      return (await import('./mqtt/mqtt-driver.ts')).createMqttDriver;
    case 'system':
      return (await import('./system/system-driver.ts')).createSystemDriver;
    case 'simulator':
      return (await import('./simulator/simulator-driver.ts')).createSimulatorDriver;
  }
}
