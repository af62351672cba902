import {
  type ConsoleHabits,
  consoleHabitsDefaults,
  type LineSettings,
  lineSettingsDefaults,
  type SerialProfile,
} from '#shared/bridge/serial-ports.ts';

/** What a port is opened with: its device's profile, otherwise what most devices use. */
export function settingsFor(
  identity: string | undefined,
  profiles: readonly SerialProfile[],
): { label: string; settings: LineSettings; habits: ConsoleHabits; known: boolean } {
  const profile = profiles.find((entry) => entry.identity === identity);
  return {
    label: profile?.label ?? '',
    settings: profile?.settings ?? lineSettingsDefaults,
    habits: profile?.habits ?? consoleHabitsDefaults,
    known: profile !== undefined,
  };
}
