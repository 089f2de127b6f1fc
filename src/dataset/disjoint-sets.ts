/** Union-find over the integers 0 .. size - 1 (Tarjan, 1975), with path halving and union by size. */
export interface DisjointSets {
  /** The representative of the set that holds `item`. */
  find(item: number): number;
  join(a: number, b: number): void;
}

export function createDisjointSets(size: number): DisjointSets {
  const parent = Int32Array.from({ length: size }, (_, index) => index);
  const members = new Int32Array(size).fill(1);
  const at = (array: Int32Array, index: number): number => array[index] ?? 0;
  const find = (item: number): number => {
    let current = item;
    while (at(parent, current) !== current) {
      parent[current] = at(parent, at(parent, current));
      current = at(parent, current);
    }
    return current;
  };
  return {
    find,
    join: (a, b) => {
      const [rootA, rootB] = [find(a), find(b)];
      if (rootA === rootB) return;
      const [small, large] = at(members, rootA) < at(members, rootB) ? [rootA, rootB] : [rootB, rootA];
      parent[small] = large;
      members[large] = at(members, large) + at(members, small);
    },
  };
}
