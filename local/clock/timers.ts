/** Something that runs at a virtual instant. */
export interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Timers by instant; of two at one instant, the one set first comes first. */
export interface Timers {
  add(timer: Timer): () => void;
  next(): Timer | undefined;
  /** Takes out and returns the first timer if it is due at `now`. */
  takeDue(now: number): Timer | undefined;
  readonly size: number;
}

interface Entry extends Timer {
  readonly order: number;
  canceled: boolean;
}

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap whose canceled entries are dropped when they reach the top. */
export function timers(): Timers {
  const heap: Entry[] = [];
  let order = 0;
  let live = 0;

  const swap = (i: number, j: number) => {
    const [a, b] = [heap[i], heap[j]];
    if (a && b) [heap[i], heap[j]] = [b, a];
  };
  const precedes = (i: number, j: number) => {
    const [a, b] = [heap[i], heap[j]];
    return a !== undefined && b !== undefined && isBefore(a, b);
  };
  const push = (entry: Entry) => {
    let child = heap.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!precedes(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const pop = () => {
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const least = precedes(right, left) ? right : left;
      if (!precedes(least, parent)) return;
      swap(parent, least);
      parent = least;
    }
  };
  const top = () => {
    while (heap[0]?.canceled) pop();
    return heap[0];
  };

  return {
    add({ at, run }) {
      const entry: Entry = { at, run, order: order++, canceled: false };
      push(entry);
      live += 1;
      return () => {
        if (entry.canceled) return;
        entry.canceled = true;
        live -= 1;
      };
    },
    next: top,
    takeDue(now) {
      const first = top();
      if (!first || first.at > now) return undefined;
      pop();
      first.canceled = true;
      live -= 1;
      return first;
    },
    get size() {
      return live;
    },
  };
}
