import { PostgreSQL } from '@codemirror/lang-sql';

// The dialect with the most words in common with the others.
export const sql = PostgreSQL.language;
