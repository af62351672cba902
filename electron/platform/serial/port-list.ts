import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { listLinuxPorts } from './linux-ports.ts';
import { type FoundPort, identityOf } from './port-identity.ts';

export type ListPorts = () => Promise<Result<FoundPort[]>>;

/** Ports with something behind them, by path. Failure: SERIAL_LIST_FAILED. */
export const listPorts: ListPorts = async () => {
  try {
    const found = process.platform === 'linux' ? await listLinuxPorts() : await listByLibrary();
    return ok(found.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })));
  } catch (error) {
    return fail(
      failure('SERIAL_LIST_FAILED', { why: error instanceof Error ? error.message : String(error) }),
    );
  }
};

async function listByLibrary(): Promise<FoundPort[]> {
  const { SerialPort } = await import('serialport');
  const listed = await SerialPort.list();
  return listed.map((port) => {
    const facts = {
      path: port.path,
      vendorId: port.vendorId?.toLowerCase() ?? null,
      productId: port.productId?.toLowerCase() ?? null,
      serialNumber: port.serialNumber ?? null,
      port: null,
      location: port.locationId ?? null,
    };
    const { path, vendorId, productId, serialNumber } = facts;
    const manufacturer = port.manufacturer ?? null;
    const product = 'friendlyName' in port ? String(port.friendlyName) : null;
    return { path, identity: identityOf(facts), manufacturer, product, serialNumber, vendorId, productId };
  });
}
