/** Source files over 400 lines fail, over 250 are named. Tests and tables of data count like everything else. */
import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const limits = { warnLines: 250, failLines: 400 } as const;

export interface LongFile {
  file: string;
  lines: number;
}

export function findLongFiles(files: readonly LongFile[]): { tooLong: LongFile[]; long: LongFile[] } {
  return {
    tooLong: files.filter(({ lines }) => lines > limits.failLines),
    long: files.filter(({ lines }) => lines > limits.warnLines && lines <= limits.failLines),
  };
}

/** Lines as `wc -l` counts them. */
const countLines = (text: string): number => text.split('\n').length - 1;

function main(): void {
  const sources = globSync('{electron,renderer,shared,scripts,test}/**/*.{js,ts,tsx,css}');
  const files = sources.map((file) => ({ file, lines: countLines(readFileSync(file, 'utf8')) }));
  const { tooLong, long } = findLongFiles(files);
  for (const { file, lines } of long)
    console.log(`long: ${file} has ${lines} lines (aim ${limits.warnLines})`);
  for (const { file, lines } of tooLong)
    console.log(`TOO LONG: ${file} has ${lines} lines (limit ${limits.failLines})`);
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  console.log(`${files.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}`);
  process.exitCode = tooLong.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
