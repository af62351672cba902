const scheme = 'serial:';

/** How lock-out and activity log name who comes over the console of a port, e.g. `serial:/dev/ttyUSB0`. */
export const consoleAddress = (path: string): string => `${scheme}${path}`;

/** Nothing that came over a network has such an address. */
export const isConsoleAddress = (address: string): boolean => address.startsWith(scheme);
