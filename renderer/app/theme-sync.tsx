import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useCall } from '../lib/bridge/use-call.ts';

/** The theme of the settings is the theme of the screens; the last one is remembered for the next start. */
export function ThemeSync() {
  const { data } = useCall('settings.get', null);
  const { setColorScheme } = useMantineColorScheme();
  const wanted = data?.theme;
  useEffect(() => {
    if (wanted) setColorScheme(wanted);
  }, [wanted, setColorScheme]);
  return null;
}
