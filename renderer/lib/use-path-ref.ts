import { type RefObject, useRef } from 'react';
import { useLocation } from 'wouter';

/** The path that is shown now, for who listens to something else than paths. */
export function usePathRef(): RefObject<string> {
  const [path] = useLocation();
  const ref = useRef(path);
  ref.current = path;
  return ref;
}
