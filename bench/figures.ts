/** One line of the bench. */
export interface Figure {
  readonly group: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it may be; absent where it is told without a budget. */
  readonly budget?: number;
}

/** Whether a figure keeps its budget; empty where it has none. */
export const verdictOf = ({ value, budget }: Figure): 'ok' | 'over' | '' =>
  budget === undefined ? '' : value <= budget ? 'ok' : 'over';

/** The figures as a table for people, a group after another. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.group,
    figure.what,
    shown(figure.value),
    figure.unit,
    figure.budget === undefined ? '' : `<= ${shown(figure.budget)}`,
    verdictOf(figure),
  ]);
  const head = ['', 'what', 'value', 'unit', 'budget', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  let before = '';
  return [
    line(head),
    ...rows.map(([group = '', ...rest]) => {
      const told = line([group === before ? '' : group, ...rest]);
      before = group;
      return told;
    }),
  ].join('\n');
}

/** Three digits tell enough of a measure; a count is told whole. */
const shown = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));

/** The middle one. @throws Error for none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no values');
  return middle;
}
