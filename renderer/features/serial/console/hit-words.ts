import { markedHits } from './marked-hits.ts';

/** `2 of 14`, `none`, `1000+`; the number alone while no hit is marked. */
export function hitWords(search: string, { index, count }: { index: number; count: number }): string {
  if (search === '') return '';
  if (count === 0) return 'none';
  if (count >= markedHits) return `${markedHits}+`;
  return index < 0 ? `${count}` : `${index + 1} of ${count}`;
}
