// What this browser remembers between visits. A browser that keeps nothing still works.

/** What is remembered under a name, or null. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`gitgud.${name}`);
  } catch {
    return null;
  }
}

/** Remembers a value under a name; null forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`gitgud.${name}`);
    else localStorage.setItem(`gitgud.${name}`, value);
  } catch {
    // Storage is full or forbidden: this visit goes on without.
  }
}
