import { type RefObject, useEffect, useRef, useState } from 'react';

/** Inputs say so themselves; a file's zone has a button to go to. */
const wrongPlaces = '[aria-invalid="true"], [data-wrong] button';

/** Puts the focus on the first field of a form that is wrong, once its complaint is on the screen. */
export function useFocusWrong(): { formRef: RefObject<HTMLFormElement | null>; focusWrong(): void } {
  const formRef = useRef<HTMLFormElement>(null);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (times > 0) formRef.current?.querySelector<HTMLElement>(wrongPlaces)?.focus();
  }, [times]);
  return { formRef, focusWrong: () => setTimes((known) => known + 1) };
}
