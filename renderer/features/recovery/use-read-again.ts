import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CallName } from '#shared/bridge/contract.ts';

/** What no event tells is read again each time a screen that shows it is opened: files that were changed meanwhile. */
export function useReadAgain(name: CallName): void {
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: [name] }, { cancelRefetch: false });
  }, [client, name]);
}
