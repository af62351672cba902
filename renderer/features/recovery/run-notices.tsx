import { useEffect } from 'react';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { paths } from '../../lib/routes.ts';
import { usePathRef } from '../../lib/use-path-ref.ts';
import { runPath } from './recovery-paths.ts';
import { noticeOf } from './run/run-notice.ts';
import { runMark } from './run/run-view.ts';

/** A message when a run of a recipe ended, or asks something, while the user looks at something else. */
export function RunNotices() {
  const bridge = useBridge();
  const pathRef = usePathRef();
  useEffect(() => {
    const told = new Set<string>();
    return bridge.subscribe('recipes.changed', (run) => {
      const notice = noticeOf(run);
      if (notice === null || told.has(notice.key)) return;
      told.add(notice.key);
      // Seen there, it is not told later either.
      if ([paths.recovery, runPath(run.id)].includes(pathRef.current)) return;
      notify({
        mark: runMark(run),
        title: notice.title,
        message: notice.text,
        way: { label: notice.link, path: runPath(run.id) },
        stays: run.outcome !== 'completed',
      });
    });
  }, [bridge, pathRef]);
  return null;
}
