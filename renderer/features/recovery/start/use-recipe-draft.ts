import { useMemo } from 'react';
import type { FileToken } from '#shared/bridge/files.ts';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { useClientState, useClientStore } from '../../../lib/client-state/client-context.tsx';
import type { RecipeDraft } from '../../../lib/client-state/client-store.ts';
import { emptyDraft } from './start-form.ts';

interface DraftActs {
  change(changed: Partial<Omit<RecipeDraft, 'files'>>): void;
  /** The file that it takes the place of is released. */
  setFile(name: string, file: FileToken | undefined): void;
}

/** What was entered for a recipe in this window, and how it is changed. */
export function useRecipeDraft(recipeId: string): RecipeDraft & DraftActs {
  const bridge = useBridge();
  const store = useClientStore();
  const draft = useClientState(({ recipeDrafts }) => recipeDrafts[recipeId]) ?? emptyDraft;
  const acts = useMemo((): DraftActs => {
    const known = () => store.getState().recipeDrafts[recipeId] ?? emptyDraft;
    const change = (changed: Partial<RecipeDraft>) =>
      store.setState(({ recipeDrafts }) => ({
        recipeDrafts: { ...recipeDrafts, [recipeId]: { ...known(), ...changed } },
      }));
    return {
      change,
      setFile(name, file) {
        const before = known().files[name];
        if (before) void bridge.call('files.release', { token: before.token });
        change({ files: { ...known().files, [name]: file } });
      },
    };
  }, [bridge, store, recipeId]);
  return { ...draft, ...acts };
}
