// What people write: the ordinary, and everything that has ever broken a layout.

/** What a journal is furnished with. */
export interface Texts {
  title: string;
  untried: string;
  tags: string;
  notes: string;
  code: string;
  language: string;
  link: string;
  /** Name of a saved search. */
  search: string;
  /** More problems: title and tags. */
  others: [string, string][];
}

/** Two versions of an answer, to be compared. */
export const CODE = [
  'def two_sum(nums, target):\n    for i in range(len(nums)):\n        for j in range(i):\n            if nums[i] + nums[j] == target:\n                return [j, i]\n',
  'def two_sum(nums, target):\n    seen = {}\n    for i, x in enumerate(nums):\n        if target - x in seen:\n            return [seen[target - x], i]\n        seen[x] = i\n',
] as const;

export const ORDINARY: Texts = {
  title: 'Pairs That Add Up',
  untried: 'Course Schedule II',
  tags: 'array, hash-table',
  notes: '- **Trigger**: pairs that add up\n- Pitfall: `[3, 3]`\n\n| input | answer |\n|---|---|\n| `[2, 7]`, 9 | `[0, 1]` |\n\nSee [the editorial](https://leetcode.com/problems/two-sum/editorial/).',
  code: CODE[1],
  language: 'Python',
  // Not one that the demo's catalogue has: the same link is the same problem.
  link: 'https://leetcode.com/problems/pairs-that-add-up/',
  search: 'To redo',
  others: [['Burst Balloons', 'dp'], ['LRU Cache', 'design, hash-table, linked-list']],
};

const wide = (cell: string) => `|${Array.from({ length: 14 }, () => ` ${cell} `).join('|')}|`;

export const HOSTILE: Texts = {
  title: 'LongestSubstring'.repeat(18) + 'TwelveLetter',
  untried: 'אלגוריתם Dijkstra למסלול הקצר (2026) — חלק 2',
  // Forty: long ones, short ones, and scripts of all kinds.
  tags: ['动态规划', 'رسم-بياني', 'עצים', '文字列', '🧩', 'c', ...Array.from({ length: 34 }, (_, i) => `${i % 3 ? 'tag' : 't'.repeat(44)}-${i}`)].join(', '),
  notes: [
    '# ملاحظات', 'الفكرة: استخدم `heap` ثم **أعد** الترتيب (O(n log n)).', '## ノート', '左端と右端を二つのポインタで挟む。'.repeat(6),
    'רעיון: שני מצביעים, `left` ו־`right`.', `${wide('column')}\n${wide('---')}\n${wide('a cell with words')}`,
    `https://example.com/${'very-long-path/'.repeat(30)}?q=${'x'.repeat(200)}`, `A word: ${'Donaudampfschiff'.repeat(20)}`,
    `1. first\n   - nested\n     - deeper\n       - deepest with \`${'code_'.repeat(40)}\``, '> said\n> > said before', '👩🏽‍💻🧠🔥'.repeat(40),
    `\`\`\`\n${'let x = 1; '.repeat(60)}\n\`\`\``,
  ].join('\n\n'),
  code: `const table = [${'0x1f, '.repeat(340)}];\n// ${'长'.repeat(300)}\n// ${'قص '.repeat(200)}\n${'\t'.repeat(30)}return table;\n${'x += 1;\n'.repeat(60)}`,
  language: 'Befunge-98 with fingerprints and such',
  link: `https://leetcode.com/problems/${'longest-substring-'.repeat(12)}x/`,
  search: 'Searches'.repeat(7),
  others: [
    ['最长回文子串与动态规划的经典题目解析', '动态规划, 字符串'],
    ['مسألة أقصر مسار في الرسم البياني (Dijkstra) 2026', 'رسم, dp'],
    ['二分探索で答えを求める問題', '二分探索'],
    ['x', 'y'],
    ['👩🏽‍💻 Merge 🔥 Intervals 🧩', '🔥'],
    ['A (ב) C: ג → D [ה]!', 'mixed-עברית-tag'],
    ['<b>Not bold</b> & "quoted" \'title\'', 'a-b'],
  ],
};
