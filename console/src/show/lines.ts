/** What differs between two texts, line by line. Pure. */
export interface Line {
  readonly sort: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** A table of so many places is filled in a moment; what is larger is told as one block for another. */
const CELLS_MAX = 4_000_000;

const linesOf = (text: string): string[] => {
  const lines = text.replace(/\r\n/g, '\n').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

/** The shortest way from one text to the other, by the longest common subsequence of lines. */
export function compared(before: string, after: string): Line[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    head++;
  }
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  return [
    ...sorted('same', a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...sorted('same', a.slice(a.length - tail)),
  ];
}

const sorted = (sort: Line['sort'], lines: readonly string[]): Line[] =>
  lines.map((text) => ({ sort, text }));

function middle(a: readonly string[], b: readonly string[]): Line[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > CELLS_MAX) {
    return [...sorted('gone', a), ...sorted('new', b)];
  }
  // How many lines are common to what is left of both, from the end to the beginning.
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sort: 'same', text: a[i] as string });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sort: 'gone', text: a[i] as string });
      i++;
    } else {
      lines.push({ sort: 'new', text: b[j] as string });
      j++;
    }
  }
  return lines;
}

/** Lines that differ with a few around them; a number stands for lines that were left out. */
export function around(lines: readonly Line[], beside = 2): (Line | number)[] {
  const isNear = lines.map((_, i) =>
    lines.slice(Math.max(0, i - beside), i + beside + 1).some((line) => line.sort !== 'same'),
  );
  const shown: (Line | number)[] = [];
  lines.forEach((line, i) => {
    const last = shown.at(-1);
    if (isNear[i] === true) {
      shown.push(line);
    } else if (typeof last === 'number') {
      shown[shown.length - 1] = last + 1;
    } else {
      shown.push(1);
    }
  });
  return shown;
}
